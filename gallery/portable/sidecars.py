"""An XMP file for each photo on which somebody with a name is seen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from django.db.models import Count
from django.db.models.functions import Lower

from faces.errors import BadImageError
from faces.metadata import Region, Size
from faces.sandbox import Sandbox
from gallery import storage
from gallery.models import Asset, Face, Library
from gallery.models.face import FaceQuerySet

FOLDER = "sidecars"
CHUNK = 500
SHORT = 12  # digits of a hash that keep namesakes apart
# What some system has no name with; and Windows' names of devices.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]|^\.+|[. ]+$')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A file to be laid beside a photo."""

    path: str
    """Where: `sidecars/IMG_1.jpg.xmp`, or `sidecars/HASH/IMG_1.jpg.xmp`."""
    content: bytes | None
    """None: the original cannot be read at the moment."""


def sidecars(library: Library, sandbox: Sandbox) -> Iterator[Sidecar]:
    """Give the sidecars of a library, one after another; what others have laid there stays in.

    Named as digiKam, Lightroom and exiftool look for them: the photo's name with `.xmp`. Where
    several photos have one name, each is in a folder named by the beginning of its hash.
    """
    several = _names_of_several(library)
    faces = _visible(library).order_by("asset", "pk").iterator(chunk_size=CHUNK)
    for _, group in groupby(faces, key=lambda face: face.asset_id):
        theirs = list(group)
        asset = theirs[0].asset
        lower_name: str = theirs[0].lower_name  # type: ignore[attr-defined]  # annotated below
        path = _path(asset, is_one_of_several=lower_name in several)
        yield Sidecar(path, _content(asset, theirs, sandbox))


def _visible(library: Library) -> FaceQuerySet:
    """Faces on photos, of people who have a name and are not hidden."""
    faces = Face.objects.real().filter(
        asset__library=library,
        asset__kind=Asset.Kind.PHOTO,
        asset__width__gt=0,
        person__hidden=False,
    )
    return (
        faces.exclude(person__name="")
        .select_related("asset", "person")
        .annotate(lower_name=Lower("asset__name"))
        .defer("features", "age_posterior", "landmarks")
    )


def _names_of_several(library: Library) -> set[str]:
    names = Asset.objects.filter(library=library).annotate(lower_name=Lower("name")).order_by()
    counted = names.values("lower_name").annotate(photos=Count("pk")).filter(photos__gt=1)
    return set(counted.values_list("lower_name", flat=True))


def _path(asset: Asset, *, is_one_of_several: bool) -> str:
    name = _FORBIDDEN.sub("_", asset.name)
    if not name or _DEVICES.fullmatch(name):
        name = f"_{name}"
    folder = PurePosixPath(FOLDER)
    if is_one_of_several or name != asset.name:
        folder /= asset.sha256[:SHORT]
    return str(folder / f"{name}.xmp")


def _content(asset: Asset, faces: list[Face], sandbox: Sandbox) -> bytes | None:
    try:
        return sandbox.write_sidecar(
            storage.original_of(asset),
            [Region(face.person.name, face.box) for face in faces if face.person],
            size=Size(asset.width, asset.height),
            existing=storage.sidecar_of(asset),
        )
    except (BadImageError, OSError):
        return None
