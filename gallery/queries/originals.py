"""The originals of somebody, to take away."""

from collections.abc import Iterable
from pathlib import Path

from gallery import storage
from gallery.archive import Member, unlike
from gallery.models import Asset, Face, Person

MISSING = "Not in here.txt"


def originals_of(person: Person) -> list[Member]:
    """Every photo and video of somebody, oldest first; what is not on the disk is named instead."""
    theirs = Face.objects.real().filter(person=person).values("asset")
    assets = list(
        Asset.objects.filter(pk__in=theirs)
        .only("name", "sha256", "external_path", "taken_at", "taken_offset")
        .order_by("taken_on", "taken_at", "pk")
    )
    found: list[Member] = []
    missing: list[str] = []
    for asset, name in zip(assets, unlike(asset.name for asset in assets), strict=True):
        size = _size(storage.original_of(asset))
        if size is None:
            missing.append(asset.name)
        else:
            found.append(Member(storage.original_of(asset), name, size, asset.taken_local))
    return [*found, *_said(missing)]


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return None


def _said(missing: Iterable[str]) -> list[Member]:
    names = "".join(f"{name}\n" for name in missing)
    if not names:
        return []
    words = f"These files were not where they should be and could not be added:\n\n{names}".encode()
    return [Member(words, MISSING, len(words), None)]
