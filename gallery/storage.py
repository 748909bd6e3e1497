"""Originals and renditions on disk.

An acknowledged upload is never lost. The order is: stream to `incoming/` while hashing, fsync the
file, rename it to `originals/ab/cd/SHA256`, fsync the folder, commit the row, only then answer.
Django's own storage does not fsync: after a power cut its files are there with 0 bytes.
"""

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, takewhile
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import Self

from django.conf import settings

from gallery.models import Asset, Face, Library

RESERVE = 256 * 1024 * 1024  # bytes left free, so that the database can always write
THUMBNAIL, PREVIEW = "thumb.jpg", "preview.jpg"  # the renditions every asset has
SHEET_PLAN = ".txt"  # beside a cover sheet: the crops on it, one a line
SHEET_LIFETIME = 7 * 24 * 60 * 60  # seconds after which a cover sheet that no page named goes
SIDECAR_LIMIT = 1024 * 1024  # bytes
PARTIAL_LIFETIME = 24 * 60 * 60  # seconds until an upload that was cut off is swept away


class StorageFullError(OSError):
    """The disk is full; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Received:
    """A whole file in `incoming/`, already on the platter."""

    path: Path
    sha256: str
    sha1: str
    size: int
    head: bytes
    """Its first bytes: enough to tell what it is."""


class Incoming:
    """A file that is being received: hashed while it is written, gone unless it is finished."""

    HEAD = 4096

    def __init__(self) -> None:
        folder = settings.DATA_DIR / "incoming"
        make_folder(folder)
        if shutil.disk_usage(folder).free < RESERVE:
            raise StorageFullError(errno.ENOSPC, "The disk is full")
        self._file = NamedTemporaryFile(dir=folder, prefix="", suffix=".part", delete=False)  # noqa: SIM115 closed in finish or discard
        self._sha256, self._sha1 = hashlib.sha256(), hashlib.sha1(usedforsecurity=False)
        self._size, self._head = 0, b""

    def write(self, chunk: bytes) -> None:
        """Add some bytes.

        Raises:
            StorageFullError: there is no room for them.
        """
        with full_disk_is_told():
            self._file.write(chunk)
        self._sha256.update(chunk)
        self._sha1.update(chunk)
        self._size += len(chunk)
        if len(self._head) < self.HEAD:
            self._head = (self._head + chunk)[: self.HEAD]

    def finish(self) -> Received:
        """Force the bytes to the disk and close."""
        with full_disk_is_told():
            self._file.flush()
            os.fsync(self._file.fileno())
        self._file.close()
        return Received(
            Path(self._file.name),
            self._sha256.hexdigest(),
            self._sha1.hexdigest(),
            self._size,
            self._head,
        )

    def discard(self) -> None:
        """Forget it; harmless once it was kept."""
        self._file.close()
        Path(self._file.name).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.discard()


def receive(source: Path) -> Received:
    """Copy a file of a folder into `incoming/`."""
    incoming = Incoming()
    try:
        with source.open("rb") as file:
            while chunk := file.read(1 << 20):
                incoming.write(chunk)
        return incoming.finish()
    except BaseException:
        incoming.discard()
        raise


@dataclass(frozen=True, slots=True)
class Digest:
    """What tells one file from all others."""

    sha256: str
    sha1: str
    size: int


def digest_of(path: Path) -> Digest:
    """Read a file from end to end."""
    sha256, sha1, size = hashlib.sha256(), hashlib.sha1(usedforsecurity=False), 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            sha256.update(chunk)
            sha1.update(chunk)
            size += len(chunk)
    return Digest(sha256.hexdigest(), sha1.hexdigest(), size)


def keep(received: Received) -> Path:
    """Move a received file among the originals, to stay there unchanged; safe to repeat."""
    path = original_path(received.sha256)
    if path.exists() and path.stat().st_size == received.size:
        received.path.unlink(missing_ok=True)
        return path
    make_folder(path.parent)
    received.path.chmod(0o440)
    received.path.replace(path)
    _fsync_folder(path.parent)
    return path


def original_path(sha256: str) -> Path:
    return _by_hash("originals", sha256)


def original_of(asset: Asset) -> Path:
    """Where an asset's bytes are."""
    return Path(asset.external_path) if asset.external_path else original_path(asset.sha256)


def sidecar_of(asset: Asset) -> bytes | None:
    """What the XMP file beside an original says, if one lies there."""
    return sidecar_beside(original_of(asset))


def sidecar_beside(path: Path) -> bytes | None:
    """The bytes of `photo.jpg.xmp` or `photo.xmp` beside a file."""
    for beside in (path.with_name(path.name + ".xmp"), path.with_suffix(".xmp")):
        if beside.is_file() and beside.stat().st_size <= SIDECAR_LIMIT:
            return beside.read_bytes()
    return None


def keep_sidecar(original: Path, content: bytes) -> None:
    """Keep the XMP file that came with an original beside it."""
    _write_whole(original.with_suffix(".xmp"), content)


def rendition_path(asset: Asset, name: str) -> Path:
    """Where a file derived from an asset is, such as `THUMBNAIL`."""
    return _by_hash("renditions", asset.sha256) / name


def crop_path(sha256: str, name: str) -> Path:
    """Where a face's crop is, by the bytes it was cut from and its name."""
    return _by_hash("renditions", sha256) / name


def face_crop_name(face: Face) -> str:
    """Name of a face's crop: made of its box, so it needs no row and outlives re-detection."""
    corners = "-".join(
        f"{round(10_000 * edge):05d}" for edge in (face.left, face.top, face.right, face.bottom)
    )
    moment = "" if face.time is None else f"-{round(1000 * face.time)}"
    return f"face-{corners}{moment}.jpg"


def erase_face_crops(asset: Asset, *, besides: Iterable[str] = ()) -> int:
    """Remove an asset's face crops, but for some names; return how many.

    The same bytes may lie in another library, whose crops are these same files: they stay. The
    library's cover sheets that show one of the others go, and are made anew.
    """
    crops = {path.name: path for path in rendition_path(asset, "").glob("face-*.jpg")}
    gone = crops.keys() - set(besides)
    erase_sheets(asset.library_id, showing={f"{asset.sha256}/{name}" for name in gone})
    shared = Face.objects.filter(asset__sha256=asset.sha256).exclude(asset=asset)
    unwanted = gone - {face_crop_name(face) for face in shared}
    for name in unwanted:
        crops[name].unlink(missing_ok=True)
    return len(unwanted)


def erase_stale_crops(asset: Asset) -> None:
    """Remove the crops that no face of the asset has any more."""
    faces = Face.objects.filter(asset=asset).only("left", "top", "right", "bottom", "time")
    erase_face_crops(asset, besides=[face_crop_name(face) for face in faces])


def sheet_path(library_pk: int, key: str, extension: str) -> Path:
    """Where a cover sheet of a library is, or what it shows: see gallery.sheets."""
    path: Path = settings.DATA_DIR / "sheets" / str(library_pk) / f"{key}{extension}"
    return path


def erase_sheets(library_pk: int, *, showing: Collection[str] | None = None) -> None:
    """Remove a library's cover sheets: those that show one of some crops, or all of them."""
    for plan in sheet_path(library_pk, "", "").glob(f"*{SHEET_PLAN}"):
        if showing is not None and not _names_one(plan, showing):
            continue
        plan.unlink(missing_ok=True)
        for sheet in plan.parent.glob(f"{plan.stem}.*"):
            sheet.unlink(missing_ok=True)


def _names_one(plan: Path, crops: Collection[str]) -> bool:
    try:
        return not set(plan.read_text(encoding="ascii").split()).isdisjoint(crops)
    except FileNotFoundError:
        return False  # another process was quicker


def write_rendition(path: Path, content: bytes) -> None:
    """Write a derived file whole or not at all."""
    _write_whole(path, content)


def tree_path(library: Library, turn: int = 0) -> Path:
    """Where a merge tree of a library's last clustering is: it saves time, and is made anew.

    Args:
        library: whose faces were clustered.
        turn: of a clustering that was done in several turns.
    """
    name = f"{library.pk}-{turn}.npz" if turn else f"{library.pk}.npz"
    path: Path = settings.DATA_DIR / "trees" / name
    return path


def tree_paths(library: Library) -> list[Path]:
    """The trees of a library that are kept, in the order of their turns."""
    return list(takewhile(Path.exists, (tree_path(library, turn) for turn in count())))


def reap_partials(now: float | None = None) -> int:
    """Remove uploads that were cut off a day ago or earlier; return how many."""
    old = [
        path
        for path in (settings.DATA_DIR / "incoming").glob("*.part")
        if (time.time() if now is None else now) - path.stat().st_mtime > PARTIAL_LIFETIME
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def reap_sheets(now: float | None = None) -> int:
    """Remove cover sheets that no page has named for a week; return how many."""
    now = time.time() if now is None else now
    plans = [
        plan
        for plan in (settings.DATA_DIR / "sheets").glob(f"*/*{SHEET_PLAN}")
        if now - plan.stat().st_mtime > SHEET_LIFETIME
    ]
    for plan in plans:
        for path in plan.parent.glob(f"{plan.stem}.*"):
            path.unlink(missing_ok=True)
    return len(plans)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents so that a power cut does not take them back."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _fsync_folder(folder.parent)


@contextmanager
def full_disk_is_told() -> Iterator[None]:
    """Turn the errors of a full disk into StorageFullError."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StorageFullError(error.errno, "The disk is full") from error
        raise


def _write_whole(path: Path, content: bytes) -> None:
    make_folder(path.parent)
    with (
        full_disk_is_told(),
        NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file,
    ):
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _by_hash(kind: str, sha256: str) -> Path:
    folder: Path = settings.DATA_DIR / kind / sha256[:2] / sha256[2:4]
    return folder / sha256


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
