"""Photos made to break decoders: bombs, what is not on the list, damage, slowness."""

import io
import struct

from PIL import Image

from tests.faces.image.pictures import png_header, quarters
from tests.faces.sandbox.grids import GRID, Tile, grid
from tests.faces.video.films import film, scene

SIDE = 65_500  # pixels
# What Pillow's other plugins, ImageMagick or ExifTool would open, or start a program for.
OTHERS = {
    "psd": b"8BPS\0\1" + bytes(6) + b"\0\3" + struct.pack(">II", SIDE, SIDE) + b"\0\x08\0\3",
    "fits": b"SIMPLE  =                    T" + b"NAXIS1  = 65500".rjust(80),
    "fits.gz": b"\x1f\x8b\x08\0" + bytes(20),
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n",
    "wmf": b"\xd7\xcd\xc6\x9a\0\0",
    "fpx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "gd": b"\xff\xfe\0\x09\0\x09",
    "mvg": b"push graphic-context\nviewbox 0 0 9 9\nfill 'url(https://127.0.0.1/\"|ls \"-la)'\n",
    "msl": b'<?xml version="1.0"?>\n<image><read filename="/etc/passwd"/></image>',
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
    "djvu": b"AT&TFORM\0\0\0\x0cDJVUANTa\0\0\0\x40(metadata \"\\c${system('id')};\")",
}
SIZES = {  # how each format writes 1234 x 986 pixels, and 65,500 x 65,500
    "JPEG": [struct.pack(">HH", 986, 1234), struct.pack(">HH", SIDE, SIDE)],
    "GIF": [struct.pack("<HH", 1234, 986), struct.pack("<HH", SIDE, SIDE)],
    "BMP": [struct.pack("<ii", 1234, 986), struct.pack("<ii", SIDE, SIDE)],
    "HEIF": [struct.pack(">II", 1234, 986), struct.pack(">II", SIDE, SIDE)],
    "AVIF": [struct.pack(">II", 1234, 986), struct.pack(">II", SIDE, SIDE)],
    "TIFF": [struct.pack("<HHII", 256, 4, 1, 1234), struct.pack("<HHII", 256, 4, 1, 10**6)],
    # Two numbers of 14 bits, each less one: no more than 16,384 x 16,384.
    "WEBP": [struct.pack("<I", 1233 | 985 << 14)[:3], struct.pack("<I", 2**28 - 1)[:3]],
}
FORMATS = ["PNG", *SIZES]


def written(file_format, width=96, height=64, **options):
    """The bytes of an ordinary picture."""
    file = io.BytesIO()
    Image.fromarray(quarters(width, height)).save(file, file_format, **options)
    return file.getvalue()


def announcing(file_format):
    """A small picture whose header announces a huge one."""
    if file_format == "PNG":
        return png_header(SIDE, SIDE)
    content = written(file_format, 1234, 986, lossless=True)
    before, after = SIZES[file_format]
    assert before in content
    return content.replace(before, after)


def with_huge_second_picture():
    """As phones write them, but the second frame's header announces what only a bomb would."""
    file = io.BytesIO()
    first, second = (Image.fromarray(quarters()) for _ in range(2))
    first.save(file, "MPO", save_all=True, append_images=[second])
    content = bytearray(file.getvalue())
    at = content.rfind(b"\xff\xc0\x00\x11\x08")  # then come height and width
    content[at + 5 : at + 9] = b"\xff\xdc\xff\xdc"
    return bytes(content)


def of_many_frames(count=100_000):
    content = written("GIF", 8, 8)
    at = content.index(b"\x2c\0\0\0\0")  # where the frame begins
    return content[:at] + content[at:-1] * count + b";"


def moving(file_format):
    """Several frames where a photo is expected."""
    file = io.BytesIO()
    first, *rest = (Image.fromarray(quarters(64, 64)[::turn]) for turn in (1, -1, 1, -1))
    first.save(file, file_format, save_all=True, append_images=rest)
    return file.getvalue()


def film_as_heic(path):
    """A film in HEVC that says it is a sequence of HEIC pictures."""
    content = film(path, [scene()] * 6, "mp4", "libx265").read_bytes()
    return content.replace(content[8:12], b"hevc", 1).replace(b"iso2", b"msf1", 1)


def grids(file_format):
    """Grids of tiles, from odd to impossible, and items of other kinds, by name."""
    tile = Tile(file_format)
    two, size = {"rows": 2, "columns": 2}, (128, 128)
    one = {"rows": 1, "columns": 1, "size": (64, 64)}
    return {
        "odd": grid(tile, **two, size=(97, 101)),
        "of too few tiles": grid(tile, rows=200, columns=200, size=(12_800, 12_800), used=3),
        "larger than its tiles": grid(tile, **one | {"size": (15_000, 15_000)}),
        "a bomb": grid(tile, **two, size=(SIDE, SIDE)),
        "of no size": grid(tile, **two, size=(0, 0)),
        "of itself": grid(tile, **two, size=size, of=GRID),
        "of what is not there": grid(tile, **two, size=size, of=77),
        "a mask": grid(tile, **one, kind=b"mski", payload=bytes(100)),
        "an overlay": grid(tile, **one, kind=b"iovl", payload=b"\0\1" + b"\xff" * 40),
        "the same as itself": grid(tile, **one, kind=b"iden", payload=b"", of=GRID),
        "uncompressed": grid(tile, **one, kind=b"unci", payload=bytes(100)),
        "without fields": grid(tile, **one, payload=b""),
    }


def slow(file_format):
    """A small file that takes a hundred times longer to open than a photo of its size."""
    if file_format == "JPEG":
        return of_many_scans()
    if file_format == "HEIF":
        return grid(Tile(file_format), rows=30, columns=33, size=(33 * 64, 30 * 64))
    if file_format == "AVIF":
        return grid(Tile(file_format), rows=64, columns=64, size=(64 * 64, 64 * 64))
    mode, options = {
        "PNG": ("1", {}),
        "GIF": ("1", {}),
        "BMP": ("L", {}),
        "TIFF": ("RGB", {"compression": "tiff_deflate"}),
        "WEBP": ("RGB", {"lossless": True, "method": 0, "quality": 0}),
    }[file_format]
    file = io.BytesIO()
    Image.new(mode, (4000, 4000)).save(file, file_format, **options)
    return file.getvalue()


def of_many_scans(count=100, side=4000):
    """A JPEG that refines the same nothing again and again, 95 bytes each time."""
    file = io.BytesIO()
    Image.new("L", (side, side)).save(file, "JPEG", progressive=True)
    content = file.getvalue()
    return content[:-2] + content[content.rindex(b"\xff\xda") : -2] * count + content[-2:]


def mutated(content, random):
    """A few bytes changed, and sometimes the end cut off or a piece put elsewhere."""
    bytes_ = bytearray(content)
    for at in random.integers(0, len(bytes_), random.integers(1, 12)):
        bytes_[at] = random.integers(0, 256)
    kind = random.integers(0, 4)
    start, end = sorted(random.integers(0, len(bytes_), 2))
    if kind == 0:
        del bytes_[end:]
    if kind == 1:
        bytes_[start:start] = bytes_[start:end]
    return bytes(bytes_)
