import subprocess
import sys

import pytest

from gallery import jobs
from gallery.models import Stage
from workers import app, runtime


@pytest.fixture(scope="module", autouse=True)
def tasks():
    app.loader.import_default_modules()


@pytest.mark.parametrize("stage", Stage)
def test_each_stage_has_its_task_which_ends_before_its_lease(stage):
    task = app.tasks[f"kindred.{stage}"]
    assert task.time_limit < jobs.lease_of(stage).total_seconds()
    assert stage in jobs.QUEUES


def test_messages_come_back_from_dead_workers_and_never_to_two_at_once():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    visibility = app.conf.broker_transport_options["visibility_timeout"]
    assert visibility > max(jobs.lease_of(stage).total_seconds() for stage in Stage)


def test_messages_are_json_and_nothing_else():
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"


def test_what_runs_by_the_clock_is_there():
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks


def test_starting_a_worker_imports_no_tensorflow():
    code = (
        "import sys, workers; workers.app.loader.import_default_modules(); "
        "assert not {'tensorflow', 'keras', 'mtcnn', 'onnx'} & set(sys.modules)"
    )
    prepare = "import django, os; import workers; django.setup(); "
    subprocess.run([sys.executable, "-c", prepare + code], check=True)  # noqa: S603 our own code


@pytest.mark.models
def test_the_version_is_known_without_loading_the_network(onnx_models, settings):
    settings.MODELS_DIR = onnx_models
    assert runtime.representer_version() == runtime.representer().version
