"""JPEG straight from the codec into an array: half the time that Pillow's way through it takes."""

import simplejpeg

from faces.types import Pixels, Readable

_HALVINGS = (8, 4, 2, 1)  # what the codec does fast


def reduced(file: Readable, size: tuple[int, int], wanted: tuple[int, int]) -> Pixels | None:
    """Decode a JPEG at the least of its own sizes that is no smaller than `wanted`.

    Args:
        file: the JPEG; what follows its first picture is left alone.
        size: (width, height) that its header was seen to announce.
        wanted: (width, height), no larger than `size`.

    Returns:
        (H, W, 3) uint8 RGB, as it lies in the file; None for what a more patient reader has to
        judge: four inks, another size than announced, or anything wrong with the data.
    """
    with file.open("rb") as opened:
        data = opened.read()
    scale = next(
        s for s in _HALVINGS if min(size[0] // s - wanted[0], size[1] // s - wanted[1]) >= 0
    )
    try:
        height, width, colours, _ = simplejpeg.decode_jpeg_header(data)
        if (width, height) != size or colours in ("CMYK", "YCCK"):
            return None
        pixels: Pixels = simplejpeg.decode_jpeg(
            data, "RGB", min_width=-(-width // scale), min_height=-(-height // scale)
        )
    except ValueError:
        return None
    return pixels
