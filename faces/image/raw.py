"""Raw files of cameras, by LibRaw: the camera's own preview, or a quick development."""

import io
from dataclasses import dataclass

import numpy as np
import rawpy
from PIL import Image

from faces.errors import BadImageError
from faces.image.formats import JPEG
from faces.image.reading import DAMAGED, check_pixels
from faces.types import Readable

_EXIF_OF_FLIP = {0: 1, 3: 3, 5: 8, 6: 6}  # LibRaw's turn -> EXIF orientation


@dataclass(frozen=True, slots=True)
class Developed:
    """A raw file as a picture that is still to be turned."""

    image: Image.Image
    size: tuple[int, int]
    """(width, height) of the full picture before the turn."""
    orientation: int


def develop(file: Readable, *, longest: int, pixel_limit: int) -> Developed:
    """Give the camera's preview if its longer side is at least half of `longest`.

    Else the sensor's data at half size: the camera's own colours are better, and eight times
    faster to have, but some cameras keep nothing larger than a stamp.

    Raises:
        BadImageError: LibRaw cannot read the file, or it has more than `pixel_limit` pixels.
    """
    try:
        with file.open("rb") as bytes_, rawpy.imread(bytes_) as opened:
            size = _size(opened.sizes)
            check_pixels(*size, pixel_limit)
            orientation = _EXIF_OF_FLIP.get(opened.sizes.flip, 1)
            preview = _preview(opened, pixel_limit)
            if preview is not None and max(preview.size) >= min(longest, max(size)) / 2:
                return Developed(preview, size, orientation)
            return Developed(_demosaiced(opened), size, orientation)
    except rawpy.LibRawError as error:
        raise BadImageError(DAMAGED) from error


def preview_bytes(file: Readable) -> bytes:
    """The JPEG a camera put into a raw file, which carries EXIF; empty where there is none."""
    try:
        with file.open("rb") as bytes_, rawpy.imread(bytes_) as opened:
            thumb = opened.extract_thumb()
    except rawpy.LibRawError:
        return b""
    return bytes(thumb.data) if thumb.format == rawpy.ThumbFormat.JPEG else b""


def _size(sizes: rawpy.ImageSizes) -> tuple[int, int]:
    """The part of the sensor that is the picture: as the camera crops it, where it says so."""
    if sizes.crop_width and sizes.crop_height:
        return int(sizes.crop_width), int(sizes.crop_height)
    return int(sizes.width), int(sizes.height)


def _preview(opened: rawpy.RawPy, pixel_limit: int) -> Image.Image | None:
    try:
        thumb = opened.extract_thumb()
    except (rawpy.LibRawNoThumbnailError, rawpy.LibRawUnsupportedThumbnailError):
        return None
    if thumb.format != rawpy.ThumbFormat.JPEG:
        return Image.fromarray(np.asarray(thumb.data, dtype=np.uint8))
    image = Image.open(io.BytesIO(bytes(thumb.data)), formats=[JPEG.reader])
    check_pixels(*image.size, pixel_limit)
    image.load()
    return image


def _demosaiced(opened: rawpy.RawPy) -> Image.Image:
    pixels = opened.postprocess(half_size=True, use_camera_wb=True, output_bps=8, user_flip=0)
    return Image.fromarray(np.asarray(pixels, dtype=np.uint8))
