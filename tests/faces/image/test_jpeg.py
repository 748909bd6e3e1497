import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from faces.image import open_upright
from faces.image.jpeg import reduced
from tests.faces.image.pictures import quarters


def kept(tmp_path, content):
    path = tmp_path / "p"
    path.write_bytes(content)
    return path


def jpeg(mode="RGB", size=(640, 400), **options):
    file = io.BytesIO()
    noise = Image.effect_noise(size, 60).convert(mode)
    noise.save(file, "JPEG", **options)
    return file.getvalue()


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("wanted", [(640, 400), (321, 201), (320, 200), (100, 60), (9, 9), (1, 1)])
def test_it_gives_what_pillow_gives_at_the_same_size(mode, wanted, tmp_path):
    path = kept(tmp_path, jpeg(mode, subsampling=0) if mode == "RGB" else jpeg(mode))
    with Image.open(path) as image:
        image.draft(None, wanted)
        expected = np.asarray(image.convert("RGB"))
    assert np.array_equal(reduced(path, (640, 400), wanted), expected)


def test_progressive_files_and_trailing_bytes_are_read(tmp_path):
    path = kept(tmp_path, jpeg(progressive=True) + b"a film may follow" * 100)
    assert reduced(path, (640, 400), (320, 200)).shape == (200, 320, 3)


@pytest.mark.parametrize(
    "content",
    [jpeg("CMYK"), jpeg()[:5000], jpeg(size=(320, 200)), b"\xff\xd8\xff", b""],
    ids=["four inks", "cut off", "another size", "no header", "empty"],
)
def test_what_is_unusual_is_left_to_a_more_patient_reader(content, tmp_path):
    assert reduced(kept(tmp_path, content), (640, 400), (320, 200)) is None


def test_the_profile_of_srgb_changes_nothing(tmp_path):
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for name, options in (("plain", {}), ("with", {"icc_profile": icc})):
        Image.fromarray(quarters()).save(tmp_path / name, "JPEG", quality=95, **options)
    plain, known = (open_upright(tmp_path / name).pixels for name in ("plain", "with"))
    assert np.array_equal(plain, known)
