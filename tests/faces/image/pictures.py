"""Pictures made for the tests: four quarters, so that every turn and flip shows."""

import struct
import zlib

import numpy as np
from PIL import Image

RED, GREEN, BLUE, GREY = (220, 30, 30), (30, 200, 30), (30, 30, 220), (128, 128, 128)


def quarters(width=96, height=64):
    """Red and green above blue and grey, (height, width, 3) uint8."""
    pixels = np.empty((height, width, 3), np.uint8)
    half_y, half_x = height // 2, width // 2
    pixels[:half_y, :half_x], pixels[:half_y, half_x:] = RED, GREEN
    pixels[half_y:, :half_x], pixels[half_y:, half_x:] = BLUE, GREY
    return pixels


def as_stored(upright, orientation):
    """What a camera that was held otherwise stores, with its EXIF orientation."""
    return {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: np.rot90(upright),
        7: upright[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }[orientation]


def centres(pixels):
    """The colours in the middle of the four quarters."""
    height, width = pixels.shape[:2]
    rows, columns = (height // 4, 3 * height // 4), (width // 4, 3 * width // 4)
    return [tuple(int(v) for v in pixels[y, x]) for y in rows for x in columns]


def looks_upright(pixels, tolerance=12):
    seen = np.array(centres(pixels), int)
    return bool(np.abs(seen - np.array([RED, GREEN, BLUE, GREY])).max() <= tolerance)


def save(path, pixels, file_format, orientation=None, **options):
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
        options["exif"] = exif
    Image.fromarray(np.ascontiguousarray(pixels)).save(path, file_format, **options)
    return path


def png_header(width, height, bits=1):
    """A PNG of a few bytes that announces a picture of any size."""
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0"))


def chunk(kind, data):
    """A part of a PNG."""
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
