import os
import runpy
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from faces.represent.versions import RUNTIMES
from gallery import jobs
from gallery import settings as settings_module
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
@pytest.mark.parametrize("name", ["onnx", "onnx-int8"])
def test_the_version_is_known_without_loading_the_network(onnx_models, settings, name):
    settings.MODELS_DIR, settings.RUNTIME = onnx_models, name
    runtime.representer.cache_clear()
    try:
        assert runtime.representer_version() == runtime.representer().version
    finally:
        runtime.representer.cache_clear()


@pytest.mark.models
@pytest.mark.parametrize("name", ["onnx", "onnx-int8"])
def test_a_worker_at_work_imports_no_tensorflow(onnx_models, name):
    code = (
        "import sys, django; import workers; django.setup(); from workers import runtime; "
        "runtime.detector(), runtime.representer(); "
        "assert not {'tensorflow', 'keras', 'mtcnn', 'onnx'} & set(sys.modules)"
    )
    told = os.environ | {"KINDRED_RUNTIME": name, "KINDRED_MODELS": str(onnx_models)}
    subprocess.run([sys.executable, "-c", code], check=True, env=told)  # noqa: S603 our own code


def test_the_web_server_imports_no_network_at_all():
    code = (
        "import sys; import gallery.wsgi, gallery.urls; "
        "assert not {'tensorflow', 'keras', 'mtcnn', 'onnx', 'onnxruntime'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 our own code


def test_settings_take_the_runtimes_that_there_are_and_no_other(monkeypatch):
    read = partial(runpy.run_path, str(Path(settings_module.__file__)))
    for name in RUNTIMES:
        monkeypatch.setenv("KINDRED_RUNTIME", name)
        assert read()["RUNTIME"] == name
    monkeypatch.setenv("KINDRED_RUNTIME", "int8")
    with pytest.raises(ImproperlyConfigured, match=", ".join(RUNTIMES)):
        read()
