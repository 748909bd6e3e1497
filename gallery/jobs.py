"""The stages asked for. Rows are the truth, messages are hints.

A stage that is due stands in a row. `enqueue` writes it and, once committed, puts a hint in the
queue; if the broker is down the hint is lost and the sweep finds the row a minute later. A worker
claims the row by an update that succeeds once, holds a lease while it works, and has three
attempts; then the job is quarantined, visible on the status page, and waits for "try again".
"""

import logging
import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from types import TracebackType

from celery import Celery
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError

from faces.errors import FacesError
from gallery.models import Asset, Job, Library, Stage
from gallery.models.job import ATTEMPTS

logger = logging.getLogger(__name__)
_unhinted: ContextVar[frozenset[Stage]] = ContextVar("unhinted", default=frozenset())

LEASES = {Stage.CLUSTER: timedelta(hours=1), Stage.REPRESENT: timedelta(minutes=30)}
LEASE = timedelta(minutes=5)
QUIET = timedelta(seconds=15)  # without new faces, before a library is clustered again
LONGEST_QUIET = timedelta(minutes=3)  # but no longer than this after the first of them
BACKOFF = timedelta(seconds=20)
BATCH = 500  # rows a statement
HINT_LIFETIME = timedelta(minutes=2)  # after which the sweep repeats a hint that led to nothing
FIRST_LOOK = {  # a video's faces are found and represented in one pass through its frames
    Asset.Kind.PHOTO: Stage.DETECT,
    Asset.Kind.VIDEO: Stage.REPRESENT,
}
QUEUES = {
    Stage.INGEST: "ingest",
    Stage.DETECT: "analysis",
    Stage.REPRESENT: "analysis",
    Stage.CLUSTER: "clustering",
    Stage.REFINE: "clustering",
    Stage.AGGREGATE: "clustering",
}


def lease_of(stage: Stage) -> timedelta:
    """How long one attempt may take before others may try."""
    return LEASES.get(stage, LEASE)


def enqueue(stage: Stage, subject: Asset | Library, *, after: timedelta = timedelta(0)) -> None:
    """Ask for a stage of an asset or library; once committed, hint at it.

    Asked for again while it waits, it moves to `after` from now, at most LONGEST_QUIET from when
    it was first wanted; while it runs, it will run once more.
    """
    now = timezone.now()
    key = _key(stage, subject)
    job, made = Job.objects.get_or_create(**key, defaults={"due_at": now + after, "wanted_at": now})
    if not made:
        again = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(again=True)
        if again:
            return
        wanted = job.wanted_at if job.state == Job.State.WAITING else now
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.WAITING,
            wanted_at=wanted,
            due_at=max(now, min(now + after, wanted + LONGEST_QUIET)),
            attempts=0,
            error="",
        )
    if stage not in _unhinted.get():  # as it is now, and not as it will be once committed
        transaction.on_commit(partial(_hint, stage, _subject_id(subject), after))


def enqueue_all(stage: Stage, library: Library, asset_ids: Sequence[int]) -> None:
    """Ask for a stage of many assets of a library at once; what runs will run once more."""
    now = timezone.now()
    waiting = [
        Job(stage=stage, library=library, asset_id=pk, due_at=now, wanted_at=now)
        for pk in asset_ids
    ]
    Job.objects.bulk_create(waiting, ignore_conflicts=True, batch_size=BATCH)
    for start in range(0, len(asset_ids), BATCH):
        found = Job.objects.filter(stage=stage, asset_id__in=asset_ids[start : start + BATCH])
        found.filter(state=Job.State.RUNNING).update(again=True)
        found.filter(state__in=[Job.State.DONE, Job.State.QUARANTINED]).update(
            state=Job.State.WAITING, due_at=now, wanted_at=now, attempts=0, error=""
        )
    transaction.on_commit(sweep)


def retry(job: Job) -> None:
    """Give a quarantined job its attempts back."""
    enqueue(Stage(job.stage), job.asset or job.library)


@dataclass(slots=True)
class Attempt:
    """One try at a job, as a context: `with jobs.Attempt(stage, pk) as attempt: ...`.

    `attempt.job` is None where there is nothing to do: it is done, not yet due, or another
    worker has it. What goes wrong inside is recorded in the row and in the log, whatever it is,
    and ends here: one file must not stop the rest. A FacesError concerns the file itself, so it
    quarantines at once. Only what ends the process (Ctrl-C, the end of a worker) goes on.
    """

    stage: Stage
    subject_id: int
    job: Job | None = None
    started: datetime | None = None

    def __enter__(self) -> "Attempt":
        self.started = timezone.now()
        self.job = _claim(self.stage, self.subject_id, self.started)
        return self

    def finish(self, *, version: str = "", note: str = "") -> bool:
        """Mark it done, inside the transaction that writes its rows.

        Args:
            version: what made the result.
            note: what the result leaves to say, in plain words.

        Returns:
            False if the lease was lost to another worker, whose result stands: write nothing.
        """
        if self.job is None:
            raise RuntimeError("finish() without a job")
        now = timezone.now()
        mine = Job.objects.select_for_update().filter(
            pk=self.job.pk, state=Job.State.RUNNING, holder=_holder(), attempts=self.job.attempts
        )
        row = mine.first()
        if row is None:
            return False
        self._record(
            state=Job.State.WAITING if row.again else Job.State.DONE,
            version=version,
            note=note,
            finished_at=now,
            error="",
            again=False,
            attempts=0,
            due_at=now + QUIET if row.again else row.due_at,
            wanted_at=now if row.again else row.wanted_at,
        )
        if row.again:
            transaction.on_commit(partial(_hint, self.stage, self.subject_id, QUIET))
        if self.stage == Stage.INGEST:
            Asset.objects.filter(pk=self.subject_id).exclude(problem="").update(problem="")
        return True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if self.job is None or error is None:
            return False
        permanent = isinstance(error, FacesError)
        if permanent or self.job.attempts >= ATTEMPTS:
            with transaction.atomic():
                self._record(state=Job.State.QUARANTINED, error=_in_words(error), again=False)
                _tell_the_assets([self.job.pk], _in_words(error))
        else:
            delay = BACKOFF * 2 ** (self.job.attempts - 1)
            self._record(
                state=Job.State.WAITING, error=_in_words(error), due_at=timezone.now() + delay
            )
            _hint(self.stage, self.subject_id, delay)
        logger.warning(
            "%s of %d failed: %s",
            self.stage,
            self.subject_id,
            type(error).__name__,
            exc_info=None if permanent else error,
        )
        return isinstance(error, Exception)

    def _record(self, **columns: object) -> None:
        if self.job is None or self.started is None:
            raise RuntimeError("nothing was claimed")
        seconds = (timezone.now() - self.started).total_seconds()
        Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, holder=_holder()).update(
            seconds=seconds, lease_until=None, holder="", **columns
        )


@contextmanager
def without_queue(*stages: Stage) -> Iterator[None]:
    """Put no messages of these stages, or of any, in the queue: who asks here also runs them."""
    token = _unhinted.set(_unhinted.get() | frozenset(stages or Stage))
    try:
        yield
    finally:
        _unhinted.reset(token)


def sweep(now: datetime | None = None) -> int:
    """Hint at everything that is due, and take back what dead workers held; return how many hints.

    Run every minute and at each start of a worker.
    """
    now = now or timezone.now()
    _take_back(Job.objects.abandoned(now), now)
    unhinted = (
        Q(hinted_at=None) | Q(hinted_at__lt=now - HINT_LIFETIME) | Q(hinted_at__lt=F("due_at"))
    )
    due = list(Job.objects.due(now).filter(unhinted).order_by("due_at"))
    for job in due:
        if not _hint(Stage(job.stage), job.subject_id, timedelta(0)):
            break  # the broker is down: the next sweep goes on
    return len(due)


def hint_again() -> int:
    """At a start: hint at all that waits, however lately it was hinted at; return how much.

    Messages that the last worker had taken died with it, and their rows look freshly hinted at.
    A message too many does nothing: only one claims the row.
    """
    now = timezone.now()
    waiting = list(Job.objects.filter(state=Job.State.WAITING).order_by("due_at"))
    for job in waiting:
        if not _hint(Stage(job.stage), job.subject_id, max(job.due_at - now, timedelta(0))):
            break  # the broker is down: the sweep goes on
    return len(waiting)


def take_back_from_the_dead() -> int:
    """At a start: free what processes of this machine held that no longer live."""
    host = socket.gethostname()
    held = Job.objects.filter(state=Job.State.RUNNING, holder__startswith=f"{host}:")
    dead = [job.pk for job in held if not _is_alive(int(job.holder.rpartition(":")[2]))]
    return _take_back(Job.objects.filter(pk__in=dead, state=Job.State.RUNNING), timezone.now())


def _take_back(jobs: QuerySet[Job], now: datetime) -> int:
    free = {"lease_until": None, "holder": "", "again": False}
    reason = "The worker stopped while working on it, three times."
    pks = list(jobs.values_list("pk", flat=True))
    given_up = Job.objects.filter(pk__in=pks, attempts__gte=ATTEMPTS).update(
        state=Job.State.QUARANTINED, error=reason, **free
    )
    _tell_the_assets(pks, reason)
    freed = Job.objects.filter(pk__in=pks, state=Job.State.RUNNING).update(
        state=Job.State.WAITING, due_at=now, hinted_at=None, **free
    )
    return given_up + freed


def _tell_the_assets(pks: Sequence[int], reason: str) -> None:
    """Say on the asset why it cannot be shown, where reading it was given up."""
    unreadable = Job.objects.quarantined().filter(pk__in=pks, stage=Stage.INGEST)
    Asset.objects.filter(pk__in=unreadable.values("asset_id")).update(problem=reason)


def _claim(stage: Stage, subject_id: int, now: datetime) -> Job | None:
    """Take a due job by an update that can succeed only once."""
    due = Job.objects.due(now + timedelta(seconds=1)).filter(**_key_of_id(stage, subject_id))
    claimed = due.update(
        state=Job.State.RUNNING,
        attempts=F("attempts") + 1,
        holder=_holder(),
        lease_until=now + lease_of(stage),
    )
    if not claimed:
        return None
    return Job.objects.select_related("asset", "asset__library", "library").get(
        **_key_of_id(stage, subject_id)
    )


def _key(stage: Stage, subject: Asset | Library) -> dict[str, object]:
    if isinstance(subject, Library):
        return {"stage": stage, "library": subject, "asset": None}
    return {"stage": stage, "library_id": subject.library_id, "asset": subject}


def _key_of_id(stage: Stage, subject_id: int) -> dict[str, object]:
    if stage.concerns_a_library:
        return {"stage": stage, "library_id": subject_id, "asset": None}
    return {"stage": stage, "asset_id": subject_id}


def _subject_id(subject: Asset | Library) -> int:
    return subject.pk


def _hint(stage: Stage, subject_id: int, after: timedelta) -> bool:
    """Put a message in the queue; without a broker the sweep will do it later."""
    if stage in _unhinted.get():
        return False
    try:
        _producer().send_task(
            f"kindred.{stage}",
            [subject_id],
            queue=QUEUES[stage],
            countdown=after.total_seconds() or None,
            retry=False,
            ignore_result=True,
        )
    except OperationalError:
        logger.warning("no broker: %s of %d waits for the sweep", stage, subject_id)
        return False
    Job.objects.filter(**_key_of_id(stage, subject_id)).update(hinted_at=timezone.now() + after)
    return True


@cache
def _producer() -> Celery:
    app = Celery("kindred", broker=settings.CELERY_BROKER_URL, set_as_current=False)
    app.conf.update(
        broker_connection_timeout=2,
        broker_transport_options={"socket_connect_timeout": 2, "socket_timeout": 5},
        task_ignore_result=True,
    )
    return app


def _holder() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # alive, and somebody else's
        return True
    return True


def _in_words(error: BaseException) -> str:
    if isinstance(error, FacesError):
        return str(error)
    return f"Something went wrong on our side ({type(error).__name__}). The original is safe."
