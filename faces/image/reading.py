"""Pillow on our terms: one plugin per file, a pixel limit, and errors in plain words."""

import struct
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pillow_heif
from PIL import Image

from faces.errors import BadImageError
from faces.image.formats import Format
from faces.types import Readable

PIXEL_LIMIT = 250_000_000
"""Most pixels a picture may have: a 200 megapixel phone fits, a bomb of 4 gigapixels does not."""

# Pillow looks at the size of a TIFF once more when it loads it: from 89 megapixels on it would
# warn, from 179 on refuse, and large scans are such files.
Image.MAX_IMAGE_PIXELS = PIXEL_LIMIT

DAMAGED = "The file is damaged or cut off."
HUNGRY = "Opening this picture needs more memory than is allowed."

# A thumbnail or depth map inside a HEIC file is never what was asked for, and is one more thing
# that a hostile file could make libheif parse.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

# What Pillow and its plugins were seen to raise on mutated files; anything else is our own bug.
_READER_ERRORS = (
    ArithmeticError,
    EOFError,
    LookupError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    Image.DecompressionBombError,
)
_header_lock = threading.Lock()


@contextmanager
def as_bad_image() -> Iterator[None]:
    """Turn what decoders raise on a damaged file into BadImageError; let the disk's errors pass."""
    try:
        yield
    except OSError as error:
        if error.errno is not None:  # the disk, not the file: time may heal it
            raise
        raise BadImageError(DAMAGED) from error
    except MemoryError as error:
        raise BadImageError(HUNGRY) from error
    except _READER_ERRORS as error:
        raise BadImageError(DAMAGED) from error


@contextmanager
def open_header(file: Readable, found: Format, *, pixel_limit: int) -> Iterator[Image.Image]:
    """Open a photo with the one plugin its content calls for; no pixel is decoded yet.

    Raises:
        BadImageError: the header is damaged or announces more than `pixel_limit` pixels.
    """
    with file.open("rb") as opened:
        with _without_pillows_limit():
            image = Image.open(opened, formats=[found.reader])
        with image:
            check_pixels(image.width, image.height, pixel_limit)
            yield image


def check_pixels(width: int, height: int, limit: int) -> None:
    """Refuse a picture of more than `limit` pixels, or of none."""
    pixels = width * height
    if pixels > limit:
        raise BadImageError(
            f"The picture is too large: {pixels / 1e6:,.0f} megapixels; "
            f"the limit is {limit / 1e6:,.0f}."
        )
    if pixels <= 0:
        raise BadImageError(DAMAGED)


@contextmanager
def _without_pillows_limit() -> Iterator[None]:
    """Switch off Pillow's own limit for the moment of reading a header.

    It is a global, and its errors do not say how large is too large; ours is checked on every
    file right after.
    """
    with _header_lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = before
