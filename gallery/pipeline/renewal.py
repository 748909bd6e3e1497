"""Another detector, network or clustering: what the one before made is made again."""

import logging

from django.db import transaction

from gallery import jobs
from gallery.models import Asset, Face, Job, Library, Stage
from gallery.pipeline import clip, cluster, ingest

logger = logging.getLogger(__name__)


def renew(*, detector: str, representer: str) -> int:
    """Ask for all stages whose result another version made; return how many.

    Args:
        detector, representer: the versions in use.
    """
    asked = 0
    for library in Library.objects.all():
        with transaction.atomic():
            asked += _ask(library, Stage.INGEST, _made_otherwise(library, ingest.VERSION))
            if library.recognition:
                asked += _renew_faces(library, detector, representer)
    if asked:
        logger.info("%d stages are asked for again, for another version", asked)
    return asked


def _renew_faces(library: Library, detector: str, representer: str) -> int:
    photos = _made_otherwise(library, detector, Stage.DETECT)
    videos = _made_otherwise(
        library, clip.version_of(detector, representer), Stage.REPRESENT, Asset.Kind.VIDEO
    )
    # A face never represented has a job already, and new detections will ask for theirs.
    outdated = (
        Face.objects.real()
        .filter(asset__library=library, asset__kind=Asset.Kind.PHOTO)
        .awaiting_representation(representer)
        .exclude(represented_by="")
        .exclude(asset__in=photos)
        .values_list("asset_id", flat=True)
    )
    asked = (
        _ask(library, Stage.DETECT, photos)
        + _ask(library, Stage.REPRESENT, videos)
        + _ask(library, Stage.REPRESENT, sorted(set(outdated)))
    )
    # Faces that are represented again ask for a clustering themselves.
    return asked or _renew_people(library, representer)


def _renew_people(library: Library, representer: str) -> int:
    done = Job.objects.filter(library=library, stage=Stage.CLUSTER, state=Job.State.DONE)
    if not done.exclude(version=cluster.version_of(representer)).exists():
        return 0
    jobs.enqueue(Stage.CLUSTER, library)
    return 1


def _made_otherwise(
    library: Library,
    version: str,
    stage: Stage = Stage.INGEST,
    kind: Asset.Kind | None = None,
) -> list[int]:
    """Assets of which a stage is done, by another version."""
    done = Job.objects.filter(library=library, stage=stage, state=Job.State.DONE)
    if kind is not None:
        done = done.filter(asset__kind=kind)
    return list(done.exclude(version=version).values_list("asset_id", flat=True))


def _ask(library: Library, stage: Stage, assets: list[int]) -> int:
    if assets:
        jobs.enqueue_all(stage, library, assets)
    return len(assets)
