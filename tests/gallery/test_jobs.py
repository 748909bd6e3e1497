import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from faces.errors import BadImageError
from gallery import jobs
from gallery.models import Job, Stage
from tests.gallery.factories import AssetFactory, JobFactory, LibraryFactory

pytestmark = pytest.mark.django_db


def test_asking_for_a_stage_writes_a_row_and_hints_once_committed(
    queued, django_capture_on_commit_callbacks
):
    asset = AssetFactory()
    with django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue(Stage.INGEST, asset)
        assert queued == []
    assert queued == [("ingest", asset.pk)]
    assert Job.objects.get().state == Job.State.WAITING


def test_without_a_broker_the_row_stays_and_the_sweep_hints_later(
    monkeypatch, django_capture_on_commit_callbacks
):
    class NoBroker:
        def send_task(self, *args, **kwargs):
            raise OperationalError("nobody there")

    monkeypatch.setattr(jobs, "_producer", NoBroker)
    asset = AssetFactory()
    with django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue(Stage.INGEST, asset)
    sent = []
    monkeypatch.setattr(jobs, "_hint", lambda *hint: sent.append(hint) or True)
    jobs.sweep()
    assert [hint[:2] for hint in sent] == [(Stage.INGEST, asset.pk)]


def test_a_job_is_claimed_by_one_worker_only():
    job = JobFactory()
    with jobs.Attempt(Stage.INGEST, job.asset_id) as first:
        with jobs.Attempt(Stage.INGEST, job.asset_id) as second:
            assert second.job is None
        assert first.job == job
        assert first.finish(version="v1")
    job.refresh_from_db()
    assert (job.state, job.version, job.attempts) == (Job.State.DONE, "v1", 0)


def test_a_job_that_is_done_is_not_done_again():
    job = JobFactory(state=Job.State.DONE)
    with jobs.Attempt(Stage.INGEST, job.asset_id) as attempt:
        assert attempt.job is None


def test_a_failure_of_ours_is_tried_three_times_and_then_quarantined(queued):
    job = JobFactory()
    states = []
    for _ in range(3):
        Job.objects.update(due_at=timezone.now())
        with jobs.Attempt(Stage.INGEST, job.asset_id):
            raise RuntimeError("a bug")
        job.refresh_from_db()
        states.append(job.state)
    assert states == [Job.State.WAITING, Job.State.WAITING, Job.State.QUARANTINED]
    assert "The original is safe" in job.error


def test_what_ends_the_process_is_recorded_and_goes_on(queued):
    job = JobFactory()

    def stop():
        with jobs.Attempt(Stage.INGEST, job.asset_id):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    job.refresh_from_db()
    assert job.state == Job.State.WAITING


def test_a_bad_file_is_quarantined_at_once_with_its_reason():
    job = JobFactory()
    with jobs.Attempt(Stage.INGEST, job.asset_id):
        raise BadImageError("The file is cut off.")
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.QUARANTINED, "The file is cut off.")


def test_try_again_gives_a_quarantined_job_its_attempts_back(queued):
    job = JobFactory(state=Job.State.QUARANTINED, attempts=3, error="no")
    jobs.retry(job)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (Job.State.WAITING, 0, "")


def test_the_result_of_a_worker_that_lost_its_lease_is_not_written():
    job = JobFactory()
    with jobs.Attempt(Stage.INGEST, job.asset_id) as slow:
        Job.objects.update(holder="other:1", attempts=2)
        with transaction.atomic():
            assert not slow.finish()
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING


def test_what_is_asked_for_while_it_runs_runs_once_more(queued):
    library = LibraryFactory()
    jobs.enqueue(Stage.CLUSTER, library)
    with jobs.Attempt(Stage.CLUSTER, library.pk) as attempt:
        jobs.enqueue(Stage.CLUSTER, library)
        attempt.finish()
    job = Job.objects.get()
    assert job.state == Job.State.WAITING
    assert not job.again


def test_quiet_time_is_extended_by_new_faces_but_not_for_ever(queued, monkeypatch):
    library = LibraryFactory()
    jobs.enqueue(Stage.CLUSTER, library, after=jobs.QUIET)
    wanted = Job.objects.get().wanted_at
    monkeypatch.setattr(jobs.timezone, "now", lambda: wanted + timedelta(seconds=10))
    jobs.enqueue(Stage.CLUSTER, library, after=jobs.QUIET)
    assert Job.objects.get().due_at == wanted + timedelta(seconds=10) + jobs.QUIET
    late = wanted + jobs.LONGEST_QUIET - timedelta(seconds=1)
    monkeypatch.setattr(jobs.timezone, "now", lambda: late)
    jobs.enqueue(Stage.CLUSTER, library, after=jobs.QUIET)
    assert Job.objects.get().due_at == wanted + jobs.LONGEST_QUIET


def test_the_sweep_takes_back_what_a_dead_worker_held(queued):
    past = timezone.now() - timedelta(minutes=1)
    job = JobFactory(state=Job.State.RUNNING, attempts=1, holder="gone:1", lease_until=past)
    assert jobs.sweep() == 1
    job.refresh_from_db()
    assert job.state == Job.State.WAITING
    assert queued == [("ingest", job.asset_id)]


def test_a_file_that_kills_its_worker_three_times_is_quarantined(queued):
    past = timezone.now() - timedelta(minutes=1)
    job = JobFactory(state=Job.State.RUNNING, attempts=3, holder="gone:1", lease_until=past)
    assert jobs.sweep() == 0
    job.refresh_from_db()
    assert job.state == Job.State.QUARANTINED


def test_at_a_start_the_jobs_of_dead_processes_of_this_machine_are_freed(queued):
    future = timezone.now() + timedelta(minutes=9)
    host = socket.gethostname()
    dead = JobFactory(
        state=Job.State.RUNNING, attempts=1, holder=f"{host}:{2**22 + 1}", lease_until=future
    )
    alive = JobFactory(
        state=Job.State.RUNNING, attempts=1, holder=f"{host}:{os.getpid()}", lease_until=future
    )
    assert jobs.take_back_from_the_dead() == 1
    dead.refresh_from_db()
    alive.refresh_from_db()
    assert (dead.state, alive.state) == (Job.State.WAITING, Job.State.RUNNING)


def test_a_hint_that_led_to_nothing_is_repeated_and_a_fresh_one_is_not(queued):
    now = timezone.now()
    JobFactory(due_at=now - timedelta(seconds=5), hinted_at=now)
    lost = JobFactory(due_at=now - timedelta(hours=1), hinted_at=now - jobs.HINT_LIFETIME * 2)
    jobs.sweep()
    assert queued == [("ingest", lost.asset_id)]


def test_what_cannot_be_read_says_so_on_the_asset_until_it_can(queued):
    job = JobFactory()
    with jobs.Attempt(Stage.INGEST, job.asset_id):
        raise BadImageError("The file is cut off.")
    job.asset.refresh_from_db()
    assert job.asset.problem == "The file is cut off."
    jobs.retry(job)
    with jobs.Attempt(Stage.INGEST, job.asset_id) as attempt:
        attempt.finish()
    job.asset.refresh_from_db()
    assert job.asset.problem == ""


def test_a_file_whose_faces_cannot_be_found_is_shown_all_the_same():
    job = JobFactory(stage=Stage.DETECT)
    with jobs.Attempt(Stage.DETECT, job.asset_id):
        raise BadImageError("The file is cut off.")
    job.asset.refresh_from_db()
    assert job.asset.problem == ""


def test_many_are_asked_for_at_once_and_what_runs_runs_once_more(
    queued, django_capture_on_commit_callbacks
):
    library = LibraryFactory()
    fresh = AssetFactory(library=library)
    done = JobFactory(asset__library=library, state=Job.State.DONE)
    running = JobFactory(
        asset__library=library,
        state=Job.State.RUNNING,
        holder="other:1",
        lease_until=timezone.now() + timedelta(minutes=9),
    )
    with django_capture_on_commit_callbacks(execute=True):
        pks = [fresh.pk, done.asset_id, running.asset_id]
        jobs.enqueue_all(Stage.INGEST, library, pks)
    assert sorted(queued) == [("ingest", fresh.pk), ("ingest", done.asset_id)]
    running.refresh_from_db()
    assert (running.state, running.again) == (Job.State.RUNNING, True)


def test_where_the_queue_is_switched_off_rows_are_written_and_nothing_is_sent(
    monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(jobs, "_producer", lambda: pytest.fail("a message was sent"))
    with jobs.without_queue(), django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue(Stage.INGEST, AssetFactory())
    assert Job.objects.get().hinted_at is None


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_that_race_for_a_job_one_gets_it():
    job = JobFactory()
    start = threading.Barrier(6)

    def race(_):
        start.wait()
        try:
            with jobs.Attempt(Stage.INGEST, job.asset_id) as attempt:
                return attempt.job is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(race, range(6))) == 1


def test_at_a_start_what_the_dead_worker_had_taken_is_hinted_at_again(monkeypatch):
    now = timezone.now()
    taken = JobFactory(due_at=now - timedelta(seconds=5), hinted_at=now)
    later = JobFactory(due_at=now + timedelta(seconds=15), hinted_at=now + timedelta(seconds=15))
    JobFactory(state=Job.State.DONE)
    hints = {}

    def hint(stage, subject_id, after):
        hints[subject_id] = after.total_seconds()
        return True

    monkeypatch.setattr(jobs, "_hint", hint)
    assert jobs.sweep() == 0  # its message looks fresh
    assert jobs.hint_again() == 2
    assert hints[taken.asset_id] == 0
    assert hints[later.asset_id] == pytest.approx(15, abs=2)


@pytest.mark.django_db
def test_what_goes_on_by_itself_inside_keeps_all_out_of_the_queue(
    queued, django_capture_on_commit_callbacks
):
    with jobs.without_queue(), django_capture_on_commit_callbacks(execute=True):
        with jobs.without_queue(Stage.DETECT):
            jobs.enqueue(Stage.REPRESENT, AssetFactory())
        jobs.enqueue(Stage.DETECT, AssetFactory())
    assert queued == []
