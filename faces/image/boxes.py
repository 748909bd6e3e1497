"""The outermost structure of HEIC, AVIF and their kin: boxes, one after another."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from faces.types import Readable

HEADER = 8  # bytes: length, name
NEEDED = (b"ftyp", b"meta", b"mdat", b"moov")  # what phones append behind these may be anything
LARGEST_META = 16 * 1024 * 1024
_TURN = re.compile(rb"irot(.)", re.DOTALL)
_EXIF_OF_QUARTERS = (1, 8, 3, 6)


class Box(NamedTuple):
    """One box: its name, and where it begins and ends in the file."""

    name: bytes
    start: int
    end: int


def is_cut_off(file: Readable) -> bool:
    """Whether a box that holds the picture announces more bytes than the file has.

    libheif decodes a picture whose end is missing without a word, with grey where the rest was.
    """
    length = file.stat().st_size
    found = list(_boxes(file, length))
    is_short = any(box.name in NEEDED and box.end > length for box in found)
    return is_short or not any(box.name == b"meta" for box in found)


def says_how_to_turn(file: Readable) -> bool:
    """Whether the file has a turn or mirror property, which then outranks EXIF."""
    meta = _meta(file)
    return b"irot" in meta or b"imir" in meta


def turns(file: Readable) -> list[int]:
    """The turn properties in EXIF's numbers, in their order; empty if there is a mirror, too.

    A file has several where it holds several pictures: the first is mostly that of the photo.
    ISO/IEC 23008-12, 6.5.10: quarter turns against the clock.
    """
    meta = _meta(file)
    if b"imir" in meta:
        return []
    return [_EXIF_OF_QUARTERS[quarters[0] & 3] for quarters in _TURN.findall(meta)]


def _meta(file: Readable) -> bytes:
    for box in _boxes(file, file.stat().st_size):
        if box.name == b"meta":
            with file.open("rb") as opened:
                opened.seek(box.start)
                return opened.read(min(box.end - box.start, LARGEST_META))
    return b""


def _boxes(file: Readable, length: int) -> Iterator[Box]:
    start = 0
    with file.open("rb") as opened:
        while start + HEADER <= length:
            opened.seek(start)
            header = opened.read(2 * HEADER)
            size = int.from_bytes(header[:4], "big")
            if size == 1:  # the real length, of 8 bytes, follows the name
                size = int.from_bytes(header[HEADER:], "big")
            if size == 0:  # to the end of the file
                size = length - start
            end = start + max(size, HEADER)
            yield Box(header[4:8], start, end)
            start = end
