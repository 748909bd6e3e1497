"""One reduced decode of a photo: upright, 8 bits, RGB in sRGB."""

import io
from dataclasses import dataclass

import numpy as np
from PIL import ExifTags, Image, ImageCms

from faces.errors import BadImageError
from faces.image import raw
from faces.image.boxes import is_cut_off, says_how_to_turn
from faces.image.formats import AVIF, HEIF, RAW, Format, Kind, identify
from faces.image.reading import DAMAGED, PIXEL_LIMIT, as_bad_image, open_header
from faces.types import Pixels, Readable

# What to do to a picture whose EXIF orientation is the key; 1 and nonsense such as 9: nothing.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
NEARLY = 0.9
"""Of the longest side asked for, where the JPEG codec itself can reduce to it.

Most phones make photos of 4,000 to 4,032 pixels: half of that is a little less than 2,048 and
takes 34 ms, and reducing them to 2,048 takes 115.
"""
_MODE_OF_PROFILE = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}


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

    A larger JPEG is reduced to `longest` pixels or, where that is much faster, to a tenth less.

    Where the codec itself can reduce it to nearly that, by up to a 32nd less, it is left so.
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
            return _decode(image, longest, _orientation_of_heic(image, file, found))


def _orientation_of_heic(image: Image.Image, file: Readable, found: Format) -> int | None:
    """The turn that is still to be made; None for other formats.

    libheif has obeyed the file's own turn property, and by the standard EXIF does not count. But
    files that lost the property lie on their side, and then EXIF is all there is.
    """
    if found != HEIF:
        return None
    return 1 if says_how_to_turn(file) else image.info.get("original_orientation") or 1


def _decode(image: Image.Image, longest: int, orientation: int | None) -> Picture:
    size = image.size
    # JPEG: 1/2, 1/4 or 1/8 straight from the codec. Phones' 4032 pixels are halved to 2016, which
    # is near enough to 2048 and takes a quarter of the time.
    image.draft(None, fitted(size, longest - longest // 32))
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
    flat = _flattened(image)
    # As sharp as Lanczos when shrinking, in a third of its time.
    wanted = fitted(size, min(longest, max(flat.size)))
    small = flat.resize(wanted, Image.Resampling.HAMMING, reducing_gap=2.0)
    rgb = _in_srgb(small, image.info.get("icc_profile"))
    turn = _TURNS.get(orientation) if isinstance(orientation, int) else None
    upright = rgb if turn is None else rgb.transpose(turn)
    lies = turn is not None and orientation in (5, 6, 7, 8)
    width, height = reversed(size) if lies else size
    return Picture(np.asarray(upright, dtype=np.uint8), width, height)


def _flattened(image: Image.Image) -> Image.Image:
    """Without palette, transparency and high bit depths: L, RGB or CMYK."""
    if image.mode == "F" or image.mode.startswith("I"):
        return _eight_bits(image)
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, seen).convert("RGB")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey with 16 or 32 bits: 65535 is white; with fractions: 1.0 is white."""
    grey = np.asarray(image, dtype=np.float32)
    white = 1.0 if image.mode == "F" and np.nanmax(grey) <= 1.0 else 65535.0
    eight = np.clip(np.nan_to_num(grey) * (255.0 / white), 0, 255)
    return Image.fromarray(np.rint(eight).astype(np.uint8))


def _in_srgb(image: Image.Image, icc: bytes | None) -> Image.Image:
    """Convert by the embedded profile; a profile that cannot be used is as good as none."""
    if icc:
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            if "sRGB" not in (profile.profile.profile_description or ""):
                return _converted(image, profile)
        except (ImageCms.PyCMSError, OSError, ValueError):
            return image.convert("RGB")  # browsers, too, show such a picture as it stands
    return image.convert("RGB")


def _converted(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    mode = _MODE_OF_PROFILE.get(profile.profile.xcolor_space.strip())
    if mode is None or ("CMYK" in (mode, image.mode) and mode != image.mode):
        return image.convert("RGB")
    converted = ImageCms.profileToProfile(
        image if image.mode == mode else image.convert(mode),
        profile,
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return image.convert("RGB") if converted is None else converted
