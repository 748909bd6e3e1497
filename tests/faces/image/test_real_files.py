"""Files of many cameras and of other projects' tests; they are no part of this project."""

import pytest

from faces.errors import BadImageError
from faces.image import Kind, identify, open_upright

UNREADABLE = {
    "CanonRaw.cr2": "damaged",  # these three hold the headers of a raw file and no more
    "FujiFilm.raf": "damaged",
    "Nikon.nef": "damaged",
    "truncated.jpg": "damaged",
    "truncated_jpeg.jpg": "damaged",
    "truncated.heic": "damaged",
    "8bit-sRGB.jxl": "JPEG XL",
    "README": "a text",
}


def outcome(path):
    try:
        if identify(path).kind is Kind.VIDEO:
            return "video"
        picture = open_upright(path, longest=1024)
    except BadImageError as error:
        return str(error)
    assert picture.pixels.shape[2] == 3
    assert max(picture.pixels.shape) <= 1024
    assert (picture.width >= picture.height) == (
        picture.pixels.shape[1] >= picture.pixels.shape[0]
    ), path
    return f"{picture.width} x {picture.height}"


def test_each_file_gives_a_picture_or_a_reason(shared_data):
    files = [path for path in sorted((shared_data / "formats").rglob("*")) if path.is_file()]
    found = [(path, outcome(path)) for path in files]
    for path, result in found:
        print(f"{path.name:50} {result}")  # noqa: T201  the table, shown with -s
    for path, result in found:
        is_document = path.suffix in (".xmp", ".json")
        reason = "a text" if is_document else UNREADABLE.get(path.name)
        if reason is None:
            assert result == "video" or " x " in result, (path, result)
        else:
            assert reason in result, (path, result)
    assert len(found) > 60


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("exif-orientation/Landscape_8.jpg", (1800, 1200)),
        ("exif-orientation/Portrait_5.jpg", (1200, 1800)),
        ("exif-orientation/Portrait_6.jpg", (1200, 1800)),
        ("photoprism/assets/examples/iphone_15_pro.heic", (3024, 4032)),
        ("photoprism/assets/examples/iphone_7.heic", (3024, 4032)),  # without a turn property
        ("pigallery2/test/backend/assets/orientation/IMG_0307.HEIC", (4284, 5712)),
        ("pigallery2/src/backend/model/diagnostics/image_formats/test.dng", (366, 494)),
    ],
)
def test_real_photos_are_turned_upright(shared_data, name, size):
    picture = open_upright(shared_data / "formats" / name)
    assert (picture.width, picture.height) == size
