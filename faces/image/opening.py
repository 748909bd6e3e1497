"""One reduced decode of a photo: upright, 8 bits, RGB in sRGB."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from PIL import ExifTags, Image

from faces.errors import BadImageError
from faces.image import jpeg, raw
from faces.image.boxes import is_cut_off, says_how_to_turn
from faces.image.colours import flattened, foreign_profile, in_srgb
from faces.image.formats import AVIF, HEIF, JPEG, RAW, Format, Kind, identify
from faces.image.reading import DAMAGED, PIXEL_LIMIT, as_bad_image, open_header
from faces.types import Pixels, Readable


@dataclass(frozen=True, slots=True)
class Picture:
    """An opened photo."""

    pixels: Pixels
    """(H, W, 3) uint8 sRGB, upright and reduced."""
    width: int
    """Of the upright original, in pixels."""
    height: int


def open_upright(file: Readable, *, longest: int = 2048, pixel_limit: int = PIXEL_LIMIT) -> Picture:
    """Open a photo upright, its longer side at most `longest` pixels; never enlarged.

    Where the codec of a JPEG itself can reduce it to nearly that, by up to a 32nd less, it is left
    so: most phones make photos of 4,000 to 4,032 pixels, which halve to a little less than 2,048.
    All eight EXIF orientations are honoured. Wide-gamut, CMYK, grey, 16-bit and palette pictures
    become 8-bit sRGB; what is transparent becomes white; of several frames the first is taken.
    A raw file gives the camera's own preview where that is large enough.

    Raises:
        BadImageError: not a photo, damaged or cut off, or more than `pixel_limit` pixels.
        OSError: the disk did not give the bytes.
    """
    found = identify(file)
    if found.kind is not Kind.PHOTO:
        raise BadImageError("This is a video, not a photo.")
    with as_bad_image():
        if found.reader == RAW:
            developed = raw.develop(file, longest=longest, pixel_limit=pixel_limit)
            return _finished(developed.image, developed.size, developed.orientation, longest)
        if found in (HEIF, AVIF) and is_cut_off(file):
            raise BadImageError(DAMAGED)
        with open_header(file, found, pixel_limit=pixel_limit) as image:
            if found == JPEG:
                return _decode_jpeg(image, file, longest)
            return _decode(image, longest, _orientation_of_heic(image, file, found))


def _orientation_of_heic(image: Image.Image, file: Readable, found: Format) -> int | None:
    """The turn that is still to be made; None for other formats.

    libheif has obeyed the file's own turn property, and by the standard EXIF does not count. But
    files that lost the property lie on their side, and then EXIF is all there is.
    """
    if found != HEIF:
        return None
    return 1 if says_how_to_turn(file) else image.info.get("original_orientation") or 1


def _decode_jpeg(image: Image.Image, file: Readable, longest: int) -> Picture:
    """Reduce by 1/2, 1/4 or 1/8 in the codec.

    Phones' 4032 pixels are halved to 2016, which is near enough to 2048 and takes a quarter of
    the time.
    """
    size, wanted = image.size, fitted(image.size, longest - longest // 32)
    orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    pixels = jpeg.reduced(file, size, wanted)
    if pixels is None:
        image.draft(None, wanted)
        image.load()
        return _finished(image, size, orientation, longest)
    profile = foreign_profile(image.info.get("icc_profile"))
    if max(pixels.shape) <= longest and profile is None:
        return _turned(pixels, size, orientation)
    flat = Image.fromarray(pixels)
    flat.info["icc_profile"] = image.info.get("icc_profile")
    return _finished(flat, size, orientation, longest)


def _decode(image: Image.Image, longest: int, orientation: int | None) -> Picture:
    size = image.size
    image.load()
    if orientation is None:
        # Asked for only now: Pillow itself turns TIFF files, and says so, when they are loaded.
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    return _finished(image, size, orientation, longest)


def fitted(size: tuple[int, int], longest: int) -> tuple[int, int]:
    """(width, height) reduced so that the longer one is at most `longest`; at least 1 each."""
    scale = min(1.0, longest / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _finished(
    image: Image.Image, size: tuple[int, int], orientation: object, longest: int
) -> Picture:
    flat = flattened(image)
    wanted = fitted(size, min(longest, max(flat.size)))
    if flat.size == wanted:  # resizing would copy it
        small = flat
    else:  # as sharp as Lanczos when shrinking, in a third of its time
        small = flat.resize(wanted, Image.Resampling.HAMMING, reducing_gap=2.0)
    rgb = in_srgb(small, foreign_profile(image.info.get("icc_profile")))
    return _turned(np.asarray(rgb, dtype=np.uint8), size, orientation)


def _turned(pixels: Pixels, size: tuple[int, int], orientation: object) -> Picture:
    """Obey an EXIF orientation, 1..8; nonsense such as 9 turns nothing."""
    turn = _TURNS.get(orientation) if isinstance(orientation, int) else None
    if turn is None:
        return Picture(pixels, *size)
    width, height = reversed(size) if orientation in (5, 6, 7, 8) else size
    return Picture(np.asarray(turn(pixels), dtype=np.uint8), width, height)


# By EXIF orientation; 1 needs none.
_TURNS: dict[int, Callable[[Pixels], object]] = {
    2: partial(cv2.flip, flipCode=1),
    3: partial(cv2.rotate, rotateCode=cv2.ROTATE_180),
    4: partial(cv2.flip, flipCode=0),
    5: cv2.transpose,
    6: partial(cv2.rotate, rotateCode=cv2.ROTATE_90_CLOCKWISE),
    7: lambda pixels: cv2.rotate(cv2.transpose(pixels), cv2.ROTATE_180),
    8: partial(cv2.rotate, rotateCode=cv2.ROTATE_90_COUNTERCLOCKWISE),
}
