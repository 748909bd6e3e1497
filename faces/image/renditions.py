"""What pages show instead of the original: thumbnail, preview, and a colour to wait with."""

import io
from dataclasses import dataclass

import cv2
import numpy as np
import simplejpeg
from PIL import Image

from faces.image.opening import fitted
from faces.types import Pixels

RENDITION_MIME = "image/jpeg"
RENDITION_EXTENSION = ".jpg"
PREVIEW_LONGEST = 2048
THUMBNAIL_HEIGHT = 400
THUMBNAIL_LONGEST = 1600  # so that the thumbnail of a panorama stays a thumbnail


@dataclass(frozen=True, slots=True)
class Renditions:
    """A photo's or poster's renditions as JPEG, and its colour."""

    preview: bytes
    """The longer side at most 2048 pixels."""
    thumbnail: bytes
    """At most 400 pixels high."""
    colour: str
    """`#rrggbb`, for the place of a picture that has not arrived yet."""


def renditions(pixels: Pixels) -> Renditions:
    """Make all renditions of an upright (H, W, 3) uint8 RGB picture; none is ever enlarged."""
    preview = shrink(pixels, fitted((pixels.shape[1], pixels.shape[0]), PREVIEW_LONGEST))
    small = shrink(preview, _thumbnail_size(preview.shape[1], preview.shape[0]))
    return Renditions(encode(preview), encode(small), average_colour(small))


def shrink(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """Reduce a picture to (width, height) by averaging areas."""
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def encode(pixels: Pixels, *, quality: int = 82) -> bytes:
    """Encode an (H, W, 3) uint8 RGB picture as progressive JPEG without any metadata.

    JPEG and not WebP: everything can show it, and a preview takes a fraction of the time.
    """
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality, progressive=True, optimize=True)
    return file.getvalue()


def decode(rendition: bytes) -> Pixels:
    """Read a rendition of our own making, never what people sent: (H, W, 3) uint8 RGB.

    Raises:
        ValueError: it is none.
    """
    pixels: Pixels = simplejpeg.decode_jpeg(rendition, "RGB")
    return pixels


def average_colour(pixels: Pixels) -> str:
    """The mean colour of an (H, W, 3) uint8 RGB picture as `#rrggbb`."""
    red, green, blue = (round(channel) for channel in cv2.mean(pixels)[:3])
    return f"#{red:02x}{green:02x}{blue:02x}"


def _thumbnail_size(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, THUMBNAIL_HEIGHT / height, THUMBNAIL_LONGEST / width)
    return max(1, round(width * scale)), max(1, round(height * scale))
