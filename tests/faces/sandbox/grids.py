"""HEIC and AVIF files put together by hand: grids of tiles that no camera would write."""

import io
import struct

from PIL import Image

import faces.image  # noqa: F401  makes Pillow write HEIC

GRID = 65_000  # the item that is the picture


def box(kind, *parts):
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def full_box(kind, version, flags, *parts):
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def parts_of(content, *path):
    """What stands in a box of a file, found by the names on the way to it."""
    start, end = 0, len(content)
    for name in path:
        while content[start + 4 : start + 8] != name:
            start += int.from_bytes(content[start : start + 4], "big")
        end = start + int.from_bytes(content[start : start + 4], "big")
        start += 12 if name == b"meta" else 8
    return content[start:end]


class Tile:
    """A picture of 64 x 64 pixels as a codec wrote it: its configuration and its data."""

    def __init__(self, file_format):
        file = io.BytesIO()
        Image.new("RGB", (64, 64), "red").save(file, file_format)
        content = file.getvalue()
        name, self.kind = {"HEIF": (b"hvcC", b"hvc1"), "AVIF": (b"av1C", b"av01")}[file_format]
        self.brand = {"HEIF": b"heic", "AVIF": b"avif"}[file_format]
        self.configuration = box(name, parts_of(content, b"meta", b"iprp", b"ipco", name))
        self.data = parts_of(content, b"mdat")


PIXI = full_box(b"pixi", 0, 0, b"\3\x08\x08\x08")  # three channels of 8 bits


def ispe(width, height):
    return full_box(b"ispe", 0, 0, struct.pack(">II", width, height))


def grid(tile, *, rows, columns, size, used=None, of=None, kind=b"grid", payload=None):
    """A file whose picture is put together of tiles, all with the same data.

    Args:
        tile: what each of them is.
        rows, columns: how many the grid announces, 1 to 256.
        size: (width, height) it announces.
        used: how many there are; as many as announced by default.
        of: the item that it names, again and again, instead of one after the other.
        kind: what the picture is instead of a grid.
        payload: what it holds instead of a grid's fields.
    """
    tiles = range(1, 1 + (rows * columns if used is None else used))
    named = [of or number for number in tiles]
    fields = struct.pack(">BBBBII", 0, 1, rows - 1, columns - 1, *size)
    idat = fields if payload is None else payload
    ftyp = box(b"ftyp", tile.brand, bytes(4), b"mif1", b"miaf", tile.brand)
    properties = box(b"ipco", tile.configuration, ispe(64, 64), ispe(*size), PIXI)
    rest = (
        _kinds(tiles, tile.kind, kind)
        + box(b"iprp", properties, _uses(tiles))
        + full_box(b"iref", 0, 0, box(b"dimg", _shorts(GRID, len(named), *named)))
        + box(b"idat", idat)
    )
    # The place of the tiles' data is known once the length of what goes before it is.
    length = len(_meta(tiles, 0, tile, idat, rest))
    meta = _meta(tiles, len(ftyp) + length + 8, tile, idat, rest)
    return ftyp + meta + box(b"mdat", tile.data)


def _shorts(*numbers):
    return struct.pack(f">{len(numbers)}H", *numbers)


def _kinds(tiles, tile, picture):
    kinds = [(number, tile) for number in tiles] + [(GRID, picture)]
    entries = [full_box(b"infe", 2, 0, _shorts(item, 0), kind, b"\0") for item, kind in kinds]
    return full_box(b"iinf", 0, 0, _shorts(len(entries)), *entries)


def _uses(tiles):
    """Which properties, counted from 1, each item has; 0x80: it cannot be read without."""
    of_tiles = [_shorts(number) + b"\3\x81\2\4" for number in tiles]
    count = struct.pack(">I", len(of_tiles) + 1)
    return full_box(b"ipma", 0, 0, count, *of_tiles, _shorts(GRID) + b"\2\3\4")


def _meta(tiles, place, tile, idat, rest):
    extents = [
        struct.pack(">HHHHII", number, 0, 0, 1, place, len(tile.data)) for number in tiles
    ] + [struct.pack(">HHHHII", GRID, 1, 0, 1, 0, len(idat))]  # 1: in idat
    return full_box(
        b"meta",
        0,
        0,
        full_box(b"hdlr", 0, 0, bytes(4), b"pict", bytes(13)),
        full_box(b"pitm", 0, 0, _shorts(GRID)),
        full_box(b"iloc", 1, 0, b"\x44\0", _shorts(len(extents)), *extents),
        rest,
    )
