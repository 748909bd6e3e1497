"""Ingest: when and where it was taken, how large it is, and what pages show of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from django.db import transaction
from django.utils import timezone

from faces import metadata
from faces.image import Kind, Picture, Renditions, renditions
from faces.sandbox import Sandbox
from gallery import jobs, storage
from gallery.models import Asset, Job, Library, Stage, Statement
from gallery.pipeline import named

VERSION = "ingest-1"


@dataclass(frozen=True, slots=True)
class Reading:
    """What an original says and shows."""

    said: metadata.Metadata
    picture: Picture
    made: Renditions


def run(pk: int, *, sandbox: Sandbox) -> bool:
    """Read an original, make its renditions, and ask for its faces if that is allowed.

    Returns:
        Whether detection of this photo is what follows now.
    """
    asked = None
    with jobs.Attempt(Stage.INGEST, pk) as attempt:
        if attempt.job is None or attempt.job.asset is None:
            return False
        asset = attempt.job.asset
        reading = _read(asset, sandbox)
        storage.write_rendition(
            storage.rendition_path(asset, storage.PREVIEW), reading.made.preview
        )
        storage.write_rendition(
            storage.rendition_path(asset, storage.THUMBNAIL), reading.made.thumbnail
        )
        with transaction.atomic():
            if not attempt.finish(version=VERSION):
                return False
            _save(asset, reading)
            asked = _ask_for_faces(asset, reading.said.named.regions)
    return asked is Stage.DETECT


def _read(asset: Asset, sandbox: Sandbox) -> Reading:
    path, kind = storage.original_of(asset), Kind(asset.kind)
    said = sandbox.read_metadata(
        path,
        kind,
        now=timezone.now(),
        zone=timezone.get_default_timezone(),
        name=asset.name,
        sidecar=storage.sidecar_of(asset),
    )
    picture = sandbox.open_upright(path) if kind is Kind.PHOTO else sandbox.read_poster(path)
    return Reading(said, picture, renditions(picture.pixels))


def _ask_for_faces(asset: Asset, regions: Sequence[metadata.Region]) -> Stage | None:
    """Keep whom its file names, and ask for the first look at it; where recognition is on."""
    # The lock that set_recognition takes: each sees what the other decided.
    library = Library.objects.select_for_update().get(pk=asset.library_id)
    if not library.recognition:
        return None
    stage = jobs.FIRST_LOOK[Asset.Kind(asset.kind)]
    new = named.keep(asset, regions)
    if new or not Job.objects.filter(asset=asset, stage=stage).exists():
        jobs.enqueue(stage, asset)
        return stage
    return None


def _save(asset: Asset, reading: Reading) -> None:
    said = reading.said
    columns: dict[str, object] = {
        "width": reading.picture.width,
        "height": reading.picture.height,
        "duration": said.duration_s,
        "colour": reading.made.colour,
        "camera": said.camera.replace("\0", "")[:120],
        "latitude": said.place[0] if said.place else None,
        "longitude": said.place[1] if said.place else None,
    }
    Asset.objects.filter(pk=asset.pk).update(**columns)
    asset.width, asset.height = reading.picture.width, reading.picture.height
    # What somebody typed stands, whatever the file says.
    Asset.objects.filter(pk=asset.pk).exclude(taken_source=Asset.DateSource.TYPED).update(
        **_date_columns(asset, said.taken)
    )
    _date_by_word(asset)


def _date_by_word(asset: Asset) -> None:
    """Take the date that somebody typed before the photo came: in another gallery, say."""
    said = Statement.objects.standing().filter(
        library=asset.library_id, sha256=asset.sha256, kind=Statement.Kind.DATE
    )
    last = said.order_by("-pk").first()
    if last is not None:
        asset.put_date(date.fromisoformat(last.said["date"]), last.said["precision"])
        asset.save(update_fields=Asset.DATE_COLUMNS)


def _date_columns(asset: Asset, taken: metadata.Taken | None) -> dict[str, object]:
    if taken is not None:
        offset = timedelta(minutes=taken.offset_minutes or 0)
        return {
            "taken_at": taken.local.replace(tzinfo=UTC) - offset,
            "taken_offset": taken.offset_minutes,
            "taken_on": taken.local.date(),
            "taken_source": Asset.DateSource(taken.source),
        }
    if asset.file_modified_at is None:
        source = Asset.DateSource.UNKNOWN
        return {"taken_at": None, "taken_offset": None, "taken_on": None, "taken_source": source}
    local = timezone.localtime(asset.file_modified_at)
    offset = local.utcoffset() or timedelta(0)
    return {
        "taken_at": asset.file_modified_at,
        "taken_offset": int(offset.total_seconds()) // 60,
        "taken_on": local.date(),
        "taken_source": Asset.DateSource.FILE,
    }
