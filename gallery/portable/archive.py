"""What a library takes along: people.json and the sidecars, as a zip or in a folder."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from faces.sandbox import Sandbox
from gallery.models import Library
from gallery.portable.document import people_json
from gallery.portable.sidecars import Sidecar, sidecars

PEOPLE, README = "people.json", "README.txt"
PIECE = 64 * 1024  # bytes
_WORDS = """\
From {library}, on {day}.

people.json   All people with their names, birth dates and faces, and everything the family has
              said of them. A Kindred gallery that has the same photos, or gets them later, takes
              it on its page "Take everything with you".
sidecars/     An XMP file for each photo on which somebody with a name is seen. Lay them beside
              the photos, and digiKam, Lightroom and many others read the names from them. Where
              several photos have one name, each lies in a folder that is named by the beginning
              of its SHA-256.
{problems}"""
_PROBLEMS = """
For these photos no sidecar could be written, for the photo itself could not be read:
{names}
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written into a folder."""

    sidecars: int
    problems: list[str]
    """Sidecars that are lacking, for their photos could not be read."""


def as_zip(library: Library) -> Iterator[bytes]:
    """Give the zip in pieces while it is made; only its list of names stays in memory.

    Whoever stops reading ends the process that reads the photos, too.
    """
    sent = _Sent()
    problems: list[str] = []
    with Sandbox() as sandbox, zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(_entry(PEOPLE), "w", force_zip64=True) as member:
            for piece in _gathered(people_json(library)):
                member.write(piece)
                yield sent.take()
        for sidecar in sidecars(library, sandbox):
            if sidecar.content is None:
                problems.append(sidecar.path)
                continue
            archive.writestr(_entry(sidecar.path), sidecar.content)
            yield sent.take()
        archive.writestr(_entry(README), _words(library, problems))
    yield sent.take()


def into_folder(library: Library, folder: Path) -> Iterator[Sidecar]:
    """Write the same into a folder, and tell of each sidecar.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / PEOPLE).open("wb") as file:
        for piece in _gathered(people_json(library)):
            file.write(piece)
    problems: list[str] = []
    with Sandbox() as sandbox:
        for sidecar in sidecars(library, sandbox):
            if sidecar.content is None:
                problems.append(sidecar.path)
            else:
                path = folder / sidecar.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(sidecar.content)
            yield sidecar
    (folder / README).write_text(_words(library, problems), encoding="utf-8")


def _words(library: Library, problems: list[str]) -> str:
    lacking = _PROBLEMS.format(names="\n".join(problems)) if problems else ""
    day = f"{timezone.localdate():%-d %B %Y}"
    return _WORDS.format(library=library.name, day=day, problems=lacking)


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, timezone.localtime().timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _gathered(pieces: Iterable[str]) -> Iterator[bytes]:
    """Put small pieces together."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece.encode()
        if len(waiting) >= PIECE:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


class _Sent(io.RawIOBase):
    """A file that forgets what was taken from it; a zip can be written into it, not read."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: "bytes | bytearray | memoryview", /) -> int:  # type: ignore[override]  # what zipfile sends
        self._waiting += piece
        return len(piece)

    def take(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken
