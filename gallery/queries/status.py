"""What is being worked on, what waits and what failed, in the words of a family."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, Min, Q
from django.utils import timezone

from gallery.models import Job, Library, Stage

STEPS = (
    ("Reading files", (Stage.INGEST,)),
    ("Finding faces", (Stage.DETECT, Stage.REPRESENT)),
    ("Telling people apart", (Stage.CLUSTER, Stage.REFINE, Stage.AGGREGATE)),
)
OF_AN_ASSET = (Stage.INGEST, Stage.DETECT, Stage.REPRESENT)  # in this order
STUCK = timedelta(minutes=2)  # due for longer, and nothing runs: no worker is there
MEASURED = timedelta(days=7)  # how far back seconds are averaged
ENOUGH = 5  # measured jobs of a stage before its seconds are believed
FAILURES_SHOWN = 100

Rows = dict[str, dict[str, Any]]  # by stage: how many jobs are in each state


@dataclass(frozen=True, slots=True)
class Step:
    """What the family sees of one or more stages: how many jobs in which state."""

    name: str
    waiting: int
    running: int
    done: int
    failed: int

    @property
    def unfinished(self) -> int:
        return self.waiting + self.running

    @property
    def share(self) -> int:
        """Percent that is done, of what did not fail; 0 where nothing was asked for."""
        total = self.unfinished + self.done
        return 100 * self.done // total if total else 0


@dataclass(frozen=True, slots=True)
class Status:
    steps: tuple[Step, ...]
    stuck_since: datetime | None
    """Since when work has been due without anybody doing it, if that is so."""
    left: timedelta | None
    """About how long it takes from now on; None while too little was measured."""

    @property
    def unfinished(self) -> int:
        return sum(step.unfinished for step in self.steps)

    @property
    def failed(self) -> int:
        return sum(step.failed for step in self.steps)

    @property
    def doing(self) -> Step | None:
        """The first step that has something to do: what the family is told."""
        return next((step for step in self.steps if step.unfinished), None)

    @property
    def minutes_left(self) -> int | None:
        """Whole minutes, rounded up."""
        return None if self.left is None else max(1, math.ceil(self.left.total_seconds() / 60))


def status_of(library: Library, now: datetime | None = None) -> Status:
    """Count a library's jobs; two questions of the database."""
    now = now or timezone.now()
    rows: Rows = {
        row["stage"]: dict(row)
        for row in Job.objects.filter(library=library)
        .values("stage")
        .annotate(
            waiting=Count("pk", filter=Q(state=Job.State.WAITING)),
            running=Count("pk", filter=Q(state=Job.State.RUNNING)),
            done=Count("pk", filter=Q(state=Job.State.DONE)),
            failed=Count("pk", filter=Q(state=Job.State.QUARANTINED)),
        )
    }
    steps = tuple(
        Step(
            name,
            **{
                state: sum(rows[stage][state] for stage in stages if stage in rows)
                for state in ("waiting", "running", "done", "failed")
            },
        )
        for name, stages in STEPS
    )
    return Status(steps, _stuck_since(library, rows, now), _time_left(library, rows, now))


def failures_of(library: Library) -> list[Job]:
    """What was given up after three attempts, newest first; at most FAILURES_SHOWN."""
    failed = Job.objects.quarantined().filter(library=library).select_related("asset")
    return list(failed.order_by("-due_at", "-pk")[:FAILURES_SHOWN])


def _stuck_since(library: Library, rows: Rows, now: datetime) -> datetime | None:
    if any(row["running"] for row in rows.values()) or not any(
        row["waiting"] for row in rows.values()
    ):
        return None
    overdue = Job.objects.filter(library=library).due(now - STUCK)
    oldest: datetime | None = overdue.aggregate(oldest=Min("due_at"))["oldest"]
    return oldest


def _time_left(library: Library, rows: Rows, now: datetime) -> timedelta | None:
    """Seconds that a stage took on average, times what is ahead, over what runs side by side.

    A file that is being read goes on to the later stages, so they are counted for it too; where
    recognition is off there are none. Telling people apart is not counted: it waits for quiet.
    """
    running = sum(row["running"] for row in rows.values())
    stages = OF_AN_ASSET if library.recognition else (Stage.INGEST,)
    if not running or not any(_unfinished(rows, stage) for stage in stages):
        return None
    measured = {
        row["stage"]: row["mean"]
        for row in Job.objects.filter(
            library=library, state=Job.State.DONE, finished_at__gt=now - MEASURED
        )
        .exclude(seconds=None)
        .values("stage")
        .annotate(mean=Avg("seconds"), count=Count("pk"))
        .filter(count__gte=ENOUGH)
    }
    seconds, ahead = 0.0, 0
    for stage in stages:
        ahead += _unfinished(rows, stage)
        if ahead and stage not in measured:
            return None
        seconds += ahead * measured.get(stage, 0.0)
    return timedelta(seconds=seconds / running)


def _unfinished(rows: Rows, stage: Stage) -> int:
    row = rows.get(stage)
    return row["waiting"] + row["running"] if row else 0
