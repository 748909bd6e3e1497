"""The whole pipeline in this process, without a queue: what `manage.py organize` runs on."""

from collections.abc import Callable, Iterator
from functools import partial

from django.utils import timezone

from faces.sandbox import Sandbox
from faces.types import Detector, Representer
from gallery import jobs
from gallery.models import Job, Stage
from gallery.pipeline import aggregate, cluster, photo, refine

Runner = Callable[[int], None]


def drain(*, detector: Detector, representer: Representer, sandbox: Sandbox) -> Iterator[Stage]:
    """Run stage after stage until nothing is left to do; give each as it ends.

    A photo goes through its own stages at once, which count as one.

    All assets come before their library: nothing is clustered twice, and nobody waits for quiet.
    """
    engine = photo.Engine(sandbox, lambda: detector, lambda: representer)
    runners: dict[Stage, Runner] = {
        Stage.INGEST: partial(photo.ingest_and_go_on, engine=engine),
        Stage.DETECT: partial(photo.detect_and_go_on, engine=engine),
        Stage.REPRESENT: partial(photo.represent_asset, engine=engine),
        Stage.CLUSTER: lambda pk: cluster.run(pk, version=representer.version),
        Stage.REFINE: refine.run,
        Stage.AGGREGATE: aggregate.run,
    }
    with jobs.without_queue():
        while (job := _next()) is not None:
            stage = Stage(job.stage)
            Job.objects.filter(pk=job.pk).update(due_at=timezone.now())
            runners[stage](job.subject_id)
            yield stage


def _next() -> Job | None:
    for stage in Stage:
        job = Job.objects.filter(stage=stage, state=Job.State.WAITING).order_by("pk").first()
        if job is not None:
            return job
    return None
