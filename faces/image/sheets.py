"""Many face crops in one picture, so that a page of people asks for one file and not for each."""

import io
from collections.abc import Sequence

from PIL import Image, UnidentifiedImageError

SHEET_MIME = "image/webp"
SHEET_EXTENSION = ".webp"

# 96 real crops of 320 px: 1094 KB one by one, as a sheet of 192 px tiles 388 KB as JPEG (quality
# 75) and 225 KB as WebP. Pages show faces 104 to 136 px wide: the tiles serve dense screens too.
TILE = 192
QUALITY = 75
ZOOM = 1.2
"""Crops leave room around the face for the network; here the face itself is what counts."""
BLANK = (216, 212, 204)  # as a photo's colour before it is known


def cover_sheet(crops: Sequence[bytes | None], *, columns: int, tile: int = TILE) -> bytes:
    """Lay crops out in rows; a place stays blank where there is none, or none that can be read.

    Args:
        crops: square pictures in files' bytes, in reading order; at least one.
        columns: how many stand in a row.
        tile: side of one in the sheet, in pixels.

    Returns:
        A WebP file, `columns` tiles wide.

    Raises:
        ValueError: there are no crops.
    """
    if not crops:
        raise ValueError("a sheet of no crops")
    rows = -(-len(crops) // columns)
    sheet = Image.new("RGB", (columns * tile, rows * tile), BLANK)
    for number, crop in enumerate(crops):
        picture = _tile(crop, tile) if crop else None
        if picture is not None:
            sheet.paste(picture, (number % columns * tile, number // columns * tile))
    content = io.BytesIO()
    sheet.save(content, "WEBP", quality=QUALITY, method=2)
    return content.getvalue()


def _tile(crop: bytes, side: int) -> Image.Image | None:
    """The middle of a crop."""
    try:
        with Image.open(io.BytesIO(crop), formats=["JPEG"]) as picture:
            edge = min(picture.size)
            margin = edge * (1 - 1 / ZOOM) / 2
            inner = (margin, margin, edge - margin, edge - margin)
            upright = picture.convert("RGB")
            return upright.resize((side, side), Image.Resampling.LANCZOS, box=inner)
    except (UnidentifiedImageError, OSError):
        return None
