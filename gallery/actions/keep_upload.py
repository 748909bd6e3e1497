from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from faces.image import identify
from gallery import jobs, storage
from gallery.models import Asset, Library, Stage, User
from gallery.storage import Received

NAME_LENGTH = 255


@dataclass(frozen=True, slots=True)
class Kept:
    """An original that is safe from now on."""

    asset: Asset
    duplicate: bool
    """The library had the same bytes already; `asset` is the one it had."""


def keep_upload(
    library: Library,
    received: Received,
    *,
    name: str,
    user: User | None,
    modified_at: datetime | None = None,
    sidecar: bytes | None = None,
) -> Kept:
    """Keep a received file for ever, and ask for its ingest. Once this returns, it is safe.

    A photo or video that turns out to be damaged is kept all the same: what it is counts, not
    whether it can be read to its end.

    Args:
        library: whose it will be.
        received: the file, in `incoming/`; it is moved from there, or removed.
        name: what the sender calls it.
        user: who sends it, if somebody did.
        modified_at: the time that the sender's disk gives it.
        sidecar: the XMP file that lay beside it.

    Raises:
        BadImageError: empty, or neither a photo nor a video; nothing was kept, and the text says
            what it looks like.
        StorageFullError: there is no room; nothing was kept.
    """
    try:
        found = identify(received.path)
        kept = storage.keep(received)
        if sidecar is not None:
            storage.keep_sidecar(kept, sidecar)
    except BaseException:
        received.path.unlink(missing_ok=True)
        raise
    asset = Asset(
        library=library,
        kind=found.kind,
        media_type=found.mime,
        sha256=received.sha256,
        sha1=received.sha1,
        size=received.size,
        name=_shown(name),
        uploaded_by=user,
        file_modified_at=modified_at,
    )
    return _insert(asset)


def register_in_place(library: Library, path: Path) -> Kept:
    """Take a file into a library where it lies; it is only ever read.

    Raises:
        BadImageError: empty, or neither a photo nor a video.
        OSError: it cannot be read.
    """
    found = identify(path)
    digest = storage.digest_of(path)
    asset = Asset(
        library=library,
        kind=found.kind,
        media_type=found.mime,
        sha256=digest.sha256,
        sha1=digest.sha1,
        size=digest.size,
        name=_shown(path.name),
        external_path=str(path.absolute()),
        file_modified_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
    )
    return _insert(asset)


def _insert(asset: Asset) -> Kept:
    """Insert and see: to look first would let two uploads of the same bytes both find nothing."""
    try:
        with transaction.atomic():
            asset.save(force_insert=True)
            jobs.enqueue(Stage.INGEST, asset)
    except IntegrityError:
        same = Asset.objects.filter(library=asset.library_id, sha256=asset.sha256).first()
        if same is None:
            raise
        return Kept(same, duplicate=True)
    return Kept(asset, duplicate=False)


def _shown(name: str) -> str:
    """The sender's name without folders, as text that any database takes; the ending survives."""
    plain = name.replace("\0", "").replace("\\", "/").rpartition("/")[2]
    if len(plain) <= NAME_LENGTH:
        return plain
    ending = Path(plain).suffix[:20]
    return plain[: NAME_LENGTH - len(ending)] + ending
