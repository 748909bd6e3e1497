from datetime import UTC, datetime, timedelta

import pytest

from gallery.models import Job, Stage
from gallery.queries.status import failures_of, status_of
from tests.gallery.factories import AssetFactory, JobFactory, LibraryFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def job(library, stage=Stage.INGEST, state=Job.State.WAITING, **columns):
    if state == Job.State.RUNNING:
        columns.setdefault("lease_until", NOW + timedelta(minutes=5))
    columns.setdefault("due_at", NOW)
    return JobFactory(asset=AssetFactory(library=library), stage=stage, state=state, **columns)


def measured(library, stage, seconds, count=5):
    for _ in range(count):
        job(library, stage, Job.State.DONE, seconds=seconds, finished_at=NOW)


def test_stages_are_summed_up_in_the_words_of_a_family(library):
    job(library, Stage.INGEST)
    job(library, Stage.DETECT, Job.State.RUNNING)
    job(library, Stage.REPRESENT)
    job(library, Stage.REPRESENT, Job.State.QUARANTINED)
    reading, finding, telling = status_of(library, NOW).steps
    assert (reading.name, reading.waiting, reading.running) == ("Reading files", 1, 0)
    assert (finding.name, finding.waiting, finding.running) == ("Finding faces", 1, 1)
    assert finding.failed == 1
    assert (telling.name, telling.unfinished) == ("Telling people apart", 0)


def test_other_libraries_do_not_count(library):
    job(LibraryFactory())
    job(LibraryFactory(), state=Job.State.QUARANTINED)
    assert status_of(library, NOW).unfinished == 0
    assert status_of(library, NOW).failed == 0
    assert failures_of(library) == []


def test_an_idle_library_is_doing_nothing(library):
    job(library, state=Job.State.DONE)
    status = status_of(library, NOW)
    assert status.doing is None
    assert status.stuck_since is None
    assert status.steps[0].share == 100


def test_work_that_is_due_for_long_and_that_nobody_does_is_stuck(library):
    since = NOW - timedelta(minutes=3)
    job(library, due_at=since)
    assert status_of(library, NOW).stuck_since == since


def test_work_is_not_stuck_while_any_of_it_runs(library):
    job(library, due_at=NOW - timedelta(minutes=30))
    job(library, state=Job.State.RUNNING)
    assert status_of(library, NOW).stuck_since is None


def test_work_that_waits_for_quiet_is_not_stuck(library):
    JobFactory(stage=Stage.CLUSTER, asset=None, library=library, due_at=NOW + timedelta(seconds=10))
    assert status_of(library, NOW).stuck_since is None


def test_the_time_left_adds_what_each_file_still_goes_through(library):
    measured(library, Stage.INGEST, 1.0)
    measured(library, Stage.DETECT, 2.0)
    measured(library, Stage.REPRESENT, 3.0)
    job(library, Stage.INGEST, Job.State.RUNNING)
    job(library, Stage.INGEST)
    job(library, Stage.DETECT, Job.State.RUNNING)
    # 2 x 1 s to read, 3 x 2 s to find, 3 x 3 s to look at; two run side by side
    assert status_of(library, NOW).left == timedelta(seconds=(2 + 6 + 9) / 2)
    assert status_of(library, NOW).minutes_left == 1


def test_without_recognition_files_are_only_read():
    library = LibraryFactory(recognition=False)
    measured(library, Stage.INGEST, 90.0)
    job(library, Stage.INGEST, Job.State.RUNNING)
    assert status_of(library, NOW).minutes_left == 2


def test_too_few_measurements_promise_nothing(library):
    measured(library, Stage.INGEST, 1.0, count=4)
    job(library, Stage.INGEST, Job.State.RUNNING)
    assert status_of(library, NOW).left is None


def test_while_nothing_runs_no_time_is_promised(library):
    for stage in (Stage.INGEST, Stage.DETECT, Stage.REPRESENT):
        measured(library, stage, 1.0)
    job(library, Stage.INGEST)
    assert status_of(library, NOW).left is None


def test_the_status_asks_as_much_for_many_as_for_few(library, django_assert_max_num_queries):
    for _ in range(8):
        job(library)
        job(library, state=Job.State.QUARANTINED)
    with django_assert_max_num_queries(3):
        status_of(library, NOW)
        assert [failed.asset.name for failed in failures_of(library)]
