"""Files of the gallery as one zip, sent while it is made: nothing is held but one piece of a file.

Photos and videos are compressed already, so they are stored as they are. That also tells the size
of the zip before its first byte, so that a browser shows how far it is and notices when the rest
does not come.
"""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import ZipFile, ZipInfo

PIECE = 256 * 1024
EARLIEST, LATEST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)  # that a zip can say

LOCAL, CENTRAL, END = 30, 46, 22  # bytes of the headers of a file, and of the end
DESCRIPTOR, LARGE_DESCRIPTOR = 16, 24
LARGE_END = 56 + 20  # of an end beyond 4 GiB or 65,535 files, and of what leads to it


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the zip."""

    source: Path | bytes
    name: str
    """In the zip; unlike that of any other."""
    size: int
    at: datetime | None
    """On the clock of the place where it was taken."""

    @property
    def info(self) -> ZipInfo:
        moment = self.at.timetuple()[:6] if self.at else EARLIEST
        info = ZipInfo(self.name, min(max(moment, EARLIEST), LATEST))
        info.file_size = self.size  # tells beforehand whether it needs the large form
        info.external_attr = 0o644 << 16
        return info

    def open(self) -> BinaryIO:
        return BytesIO(self.source) if isinstance(self.source, bytes) else self.source.open("rb")


class ShortFileError(OSError):
    """A file is not as long as it was said to be: the rest of the zip would be wrong."""


class _Outlet:
    """What has been written to the zip and not been sent yet."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Everything is taken at the next `take`."""

    def take(self) -> Iterator[bytes]:
        pieces, self.pieces = self.pieces, []
        yield from pieces


def stream(members: Iterable[Member]) -> Iterator[bytes]:
    """Give the zip piece by piece.

    Raises:
        OSError: a file cannot be read; the zip ends there and is not whole.
        ShortFileError: a file has another length than its member says.
    """
    outlet = _Outlet()
    archive = ZipFile(outlet, "w")  # type: ignore[call-overload]  # it need not seek
    for member in members:
        with member.open() as file, archive.open(member.info, "w") as inside:
            sent = 0
            while piece := file.read(PIECE):
                sent += inside.write(piece)
                yield from outlet.take()
            if sent != member.size:
                raise ShortFileError(f"{sent} bytes instead of {member.size}")
    archive.close()
    yield from outlet.take()


def size_of(members: Iterable[Member]) -> int:
    """How many bytes `stream` gives."""
    files = directory = count = 0
    for member in members:
        name, limit = len(member.name.encode()), zipfile.ZIP64_LIMIT
        large = member.size * 1.05 > limit  # as zipfile decides
        extra = 16 * (member.size > limit) + 8 * (files > limit)
        directory += CENTRAL + name + (extra + 4 if extra else 0)
        files += LOCAL + name + (20 if large else 0) + member.size
        files += LARGE_DESCRIPTOR if large else DESCRIPTOR
        count += 1
    limits = (count > zipfile.ZIP_FILECOUNT_LIMIT, max(files, directory) > zipfile.ZIP64_LIMIT)
    return files + directory + END + (LARGE_END if any(limits) else 0)


def unlike(names: Iterable[str]) -> Iterator[str]:
    """Give names that are fit for every disk and differ in more than their capitals.

    The second IMG_1.jpg becomes "IMG_1 (2).jpg".
    """
    taken: set[str] = set()
    for given in names:
        name = _fit(given)
        stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number}){suffix}"
        taken.add(name.casefold())
        yield name


def _fit(name: str) -> str:
    """Without what leads elsewhere or what some disks refuse."""
    plain = "".join(letter if _is_plain(letter) else "_" for letter in name)
    return plain.strip(" .") or "without a name"


def _is_plain(letter: str) -> bool:
    return letter.isprintable() and letter not in '<>:"/\\|?*'
