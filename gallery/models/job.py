from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gallery.models.asset import Asset
from gallery.models.library import Library

ATTEMPTS = 3


class Stage(models.TextChoices):
    """The steps of the pipeline; each names an engine module, a pipeline file and a task."""

    INGEST = "ingest", "reading the file"
    DETECT = "detect", "finding faces"
    REPRESENT = "represent", "looking at faces"
    CLUSTER = "cluster", "telling people apart"
    REFINE = "refine", "sorting the shelf"
    AGGREGATE = "aggregate", "estimating birth years"

    @property
    def concerns_a_library(self) -> bool:
        return self in {Stage.CLUSTER, Stage.REFINE, Stage.AGGREGATE}


class JobQuerySet(models.QuerySet["Job"]):
    def due(self, now: datetime) -> "JobQuerySet":
        return self.filter(state=Job.State.WAITING, due_at__lte=now)

    def abandoned(self, now: datetime) -> "JobQuerySet":
        """Running, but whoever ran it has stopped saying so."""
        return self.filter(state=Job.State.RUNNING, lease_until__lt=now)

    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])

    def quarantined(self) -> "JobQuerySet":
        return self.filter(state=Job.State.QUARANTINED)


class Job(models.Model):
    """A stage asked for, of an asset or a library. This row is the truth, a message is a hint."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        QUARANTINED = "quarantined"

    stage = models.CharField(max_length=9, choices=Stage.choices)
    library = models.ForeignKey(Library, models.CASCADE, related_name="jobs")
    asset = models.ForeignKey(Asset, models.CASCADE, null=True, blank=True, related_name="jobs")
    state = models.CharField(max_length=11, choices=State.choices, default=State.WAITING)
    version = models.CharField(max_length=200, blank=True, help_text="What made the result.")
    wanted_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    hinted_at = models.DateTimeField(null=True, blank=True, help_text="When last put in the queue.")
    again = models.BooleanField(default=False, help_text="Asked for once more while it ran.")
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=120, blank=True, help_text="host:pid that runs it.")
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True, help_text="How long the last attempt took.")
    error = models.TextField(blank=True, help_text="Why the last attempt failed, in plain words.")
    note = models.TextField(blank=True, help_text="What the result leaves to say.")

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "stage"],
                condition=Q(asset__isnull=False),
                name="an_asset_has_each_stage_once",
            ),
            models.UniqueConstraint(
                fields=["library", "stage"],
                condition=Q(asset=None),
                name="a_library_has_each_stage_once",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["cluster", "refine", "aggregate"], asset=None)
                | Q(stage__in=["ingest", "detect", "represent"], asset__isnull=False),
                name="a_stage_concerns_an_asset_or_a_library",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False),
                name="a_running_job_has_a_lease",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="jobs_due"),
            models.Index(fields=["library", "state"], name="jobs_of_a_library"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} of {self.asset or self.library}"

    @property
    def subject_id(self) -> int:
        """Primary key of the asset or library it concerns: what a message carries."""
        return self.asset_id or self.library_id
