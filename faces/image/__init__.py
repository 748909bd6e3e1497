"""Pictures: what a file is, opening it upright, and cutting and saving pieces of it.

    formats     what kind of file this is, from its first bytes; no decoder is started
    boxes       whether a HEIC or AVIF file ends where it should
    reading     Pillow on our terms: one plugin, a pixel limit, errors in plain words
    opening     the picture, upright, reduced, in sRGB
    colours     any mode, depth and profile as 8-bit sRGB
    jpeg        the codec's own reductions, straight into an array
    raw         the same for the raw files of cameras
    cropping    face crops for the network and for pages
    aligning    how the crop of a page is turned so that its eyes are where all eyes are
    sheets      many face crops in one picture
    renditions  thumbnail and preview, as JPEG, and the colour that stands in for them

`identify` may run anywhere. All else runs decoders on what people send, so the gallery calls it
in a process it can afford to lose.
"""

from faces.image.aligning import Alignment, align
from faces.image.cropping import crop_faces, face_thumbnail
from faces.image.formats import Format, Kind, identify
from faces.image.opening import Picture, open_upright
from faces.image.reading import PIXEL_LIMIT
from faces.image.renditions import (
    RENDITION_EXTENSION,
    RENDITION_MIME,
    Renditions,
    average_colour,
    decode,
    encode,
    renditions,
)
from faces.image.sheets import SHEET_EXTENSION, SHEET_MIME, cover_sheet

__all__ = [
    "PIXEL_LIMIT",
    "RENDITION_EXTENSION",
    "RENDITION_MIME",
    "SHEET_EXTENSION",
    "SHEET_MIME",
    "Alignment",
    "Format",
    "Kind",
    "Picture",
    "Renditions",
    "align",
    "average_colour",
    "cover_sheet",
    "crop_faces",
    "decode",
    "encode",
    "face_thumbnail",
    "identify",
    "open_upright",
    "renditions",
]
