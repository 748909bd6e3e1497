"""What kind of file this is: decided by its first bytes, never by its name.

Only the formats listed here are ever handed to a decoder, and each to the one decoder named
beside it: a web page, a playlist or a document called photo.jpg goes no further than this file.
"""

import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from faces.errors import BadImageError
from faces.types import Readable

HEAD = 4096  # bytes looked at
RAW = "raw"  # the reader of camera raw files (LibRaw)


class Kind(StrEnum):
    """What an asset is to the family."""

    PHOTO = "photo"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Format:
    """One accepted kind of file."""

    kind: Kind
    name: str
    mime: str
    extension: str
    reader: str
    """Pillow's plugin, FFmpeg's demuxer, or `RAW`."""


def _photo(name: str, mime: str, extension: str, reader: str) -> Format:
    return Format(Kind.PHOTO, name, mime, extension, reader)


def _video(name: str, mime: str, extension: str, reader: str) -> Format:
    return Format(Kind.VIDEO, name, mime, extension, reader)


JPEG = _photo("JPEG", "image/jpeg", ".jpg", "JPEG")  # also MPO, whose first picture is a JPEG
PNG = _photo("PNG", "image/png", ".png", "PNG")
GIF = _photo("GIF", "image/gif", ".gif", "GIF")
WEBP = _photo("WebP", "image/webp", ".webp", "WEBP")
BMP = _photo("BMP", "image/bmp", ".bmp", "BMP")
TIFF = _photo("TIFF", "image/tiff", ".tif", "TIFF")
HEIF = _photo("HEIC", "image/heic", ".heic", "HEIF")
AVIF = _photo("AVIF", "image/avif", ".avif", "AVIF")
DNG = _photo("DNG", "image/x-adobe-dng", ".dng", RAW)
CR2 = _photo("CR2", "image/x-canon-cr2", ".cr2", RAW)
CR3 = _photo("CR3", "image/x-canon-cr3", ".cr3", RAW)
NEF = _photo("NEF", "image/x-nikon-nef", ".nef", RAW)
ARW = _photo("ARW", "image/x-sony-arw", ".arw", RAW)
RAF = _photo("RAF", "image/x-fuji-raf", ".raf", RAW)
RW2 = _photo("RW2", "image/x-panasonic-rw2", ".rw2", RAW)
ORF = _photo("ORF", "image/x-olympus-orf", ".orf", RAW)
OTHER_RAW = _photo("raw", "image/x-dcraw", ".raw", RAW)
MP4 = _video("MP4", "video/mp4", ".mp4", "mp4")
MOV = _video("QuickTime", "video/quicktime", ".mov", "mov")
THREE_GP = _video("3GP", "video/3gpp", ".3gp", "3gp")
MATROSKA = _video("Matroska", "video/x-matroska", ".mkv", "matroska")
WEBM = _video("WebM", "video/webm", ".webm", "matroska")
AVI = _video("AVI", "video/x-msvideo", ".avi", "avi")
MPEG_TS = _video("AVCHD", "video/mp2t", ".mts", "mpegts")
MPEG_PS = _video("MPEG", "video/mpeg", ".mpg", "mpeg")

_SIGNATURES = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"FUJIFILMCCD-RAW", RAF),
    (b"IIU\0", RW2),
    (b"IIRO", ORF),
    (b"IIRS", ORF),
    (b"MMOR", ORF),
    (b"\0\0\x01\xba", MPEG_PS),
)
_BRANDS = {
    b"avif": AVIF,
    b"avis": AVIF,
    b"heic": HEIF,
    b"heix": HEIF,
    b"heim": HEIF,
    b"heis": HEIF,
    b"hevc": HEIF,
    b"hevx": HEIF,
    b"mif1": HEIF,
    b"msf1": HEIF,
    b"crx ": CR3,
    b"qt  ": MOV,
}
_QUICKTIME_WITHOUT_FTYP = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)  # lengths of the known header versions
_MAKERS = ((b"NIKON", NEF), (b"SONY", ARW))

_REFUSED = (
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"8BPS", "a Photoshop document"),
    (b"ID3", "a sound recording"),
    (b"fLaC", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"\xff\x0a", "a JPEG XL picture, which cannot be opened yet"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture, which cannot be opened yet"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 picture, which cannot be opened yet"),
)
_TEXT = frozenset(b"\t\n\r") | frozenset(range(32, 127)) | frozenset(range(128, 255))
_REFUSED_TEXTS = (
    (b"#extm3u", "a playlist"),
    (b"ffconcat", "a playlist"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<head", "a web page"),
    (b"<body", "a web page"),
    (b"<script", "a web page"),
    (b"<svg", "an SVG drawing"),
)


def identify(file: Readable) -> Format:
    """Say what a file is from its first bytes and, of a TIFF, its first directory.

    Starts no decoder, so it is safe in a web process. That a file is named here does not mean
    that it can be read to its end.

    Raises:
        BadImageError: the file is empty, or none of the formats above.
        OSError: the disk did not give the bytes.
    """
    with file.open("rb") as opened:
        head = opened.read(HEAD)
        if head[:4] in (b"II*\0", b"MM\0*"):
            return _kind_of_tiff(opened, head)
    if not head:
        raise BadImageError("This file is empty.")
    found = _recognised(head)
    if found is None:
        raise BadImageError(f"This is not a photo or video: {_what_it_looks_like(head)}.")
    return found


def _recognised(head: bytes) -> Format | None:
    for signature, found in _SIGNATURES:
        if head.startswith(signature):
            return found
    if head[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"AVI ": AVI}.get(head[8:12])
    if head[:4] == b"\x1aE\xdf\xa3":
        return WEBM if b"webm" in head[:64] else MATROSKA
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return BMP
    return _iso_media(head) or _transport_stream(head)


def _iso_media(head: bytes) -> Format | None:
    """HEIC, AVIF, MP4, QuickTime and their kin: boxes, of which `ftyp` names the brand."""
    if head[4:8] in _QUICKTIME_WITHOUT_FTYP:
        return MOV
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    if brand in (b"mif1", b"msf1"):  # "some HEIF picture": the compatible brands say which
        also = head[16 : int.from_bytes(head[:4], "big")]
        return AVIF if b"avif" in also or b"avis" in also else HEIF
    if brand.startswith((b"3gp", b"3g2")):
        return THREE_GP
    return _BRANDS.get(brand, MP4)


def _transport_stream(head: bytes) -> Format | None:
    for first, stride in ((0, 188), (4, 192)):  # plain, and with the time stamps of camcorders
        marks = head[first::stride][:3]
        if marks == b"GGG":  # each packet begins with 0x47
            return MPEG_TS
    return None


def _kind_of_tiff(file: BinaryIO, head: bytes) -> Format:
    """Tell raw files from pictures: both are TIFF, and raw ones keep a preview in the first IFD."""
    if head[8:10] == b"CR":
        return CR2
    tags = _first_ifd(file, head)
    if 0xC612 in tags:  # DNGVersion
        return DNG
    is_preview = tags.get(0x00FE, 0) & 1  # NewSubfileType
    if not (is_preview and 0x014A in tags):  # SubIFDs, where the sensor's data is
        return TIFF
    for maker, found in _MAKERS:
        if maker in head:
            return found
    return OTHER_RAW


def _first_ifd(file: BinaryIO, head: bytes) -> dict[int, int]:
    """Read tag -> value word of a TIFF's first directory, which may lie at the file's end."""
    order = "<" if head[:2] == b"II" else ">"
    (start,) = struct.unpack(order + "I", head[4:8].ljust(4, b"\0"))
    file.seek(start)
    (count,) = struct.unpack(order + "H", file.read(2).ljust(2, b"\0"))
    entries = file.read(12 * count)
    tags = {}
    for at in range(0, len(entries) - 11, 12):
        tag, kind, _, value = struct.unpack_from(order + "HHII", entries, at)
        is_high_half = kind == 3 and order == ">"  # a short in a big-endian word
        tags[tag] = value >> 16 if is_high_half else value
    return tags


def _what_it_looks_like(head: bytes) -> str:
    for signature, name in _REFUSED:
        if head.startswith(signature):
            return f"it looks like {name}"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signature, name in _REFUSED_TEXTS:
        if text.startswith(signature):
            return f"it looks like {name}"
    if text.startswith(b"<") and b"<svg" in text:
        return "it looks like an SVG drawing"
    if all(byte in _TEXT for byte in head):
        return "it looks like a text"
    return "its content is of no kind that can be opened"
