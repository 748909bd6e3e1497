import contextlib
import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from faces.errors import BadImageError
from faces.image import open_upright
from tests.faces.image.pictures import (
    BLUE,
    GREEN,
    RED,
    as_stored,
    centres,
    looks_upright,
    png_header,
    quarters,
    save,
)

LOSSLESS = {"WEBP": {"lossless": True}, "JPEG": {"quality": 95, "subsampling": 0}}


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_upright(file_format, orientation, tmp_path):
    options = LOSSLESS.get(file_format, {})
    stored = as_stored(quarters(), orientation)
    picture = open_upright(save(tmp_path / "p", stored, file_format, orientation, **options))
    assert (picture.width, picture.height) == (96, 64)
    assert picture.pixels.shape == (64, 96, 3)
    assert looks_upright(picture.pixels)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_means_upright(orientation, tmp_path):
    assert looks_upright(
        open_upright(save(tmp_path / "p", quarters(), "JPEG", orientation)).pixels, 30
    )


@pytest.mark.parametrize(("size", "longest"), [((4000, 3000), 2048), ((3000, 4001), 640)])
def test_a_large_photo_is_reduced_and_remembers_its_size(size, longest, tmp_path):
    file = save(tmp_path / "p", quarters(*size), "JPEG", quality=95)
    picture = open_upright(file, longest=longest)
    assert (picture.width, picture.height) == size
    assert longest * 31 / 32 <= max(picture.pixels.shape) <= longest
    assert looks_upright(picture.pixels)


def test_a_small_photo_is_not_enlarged(tmp_path):
    picture = open_upright(save(tmp_path / "p", quarters(), "PNG"))
    assert picture.pixels.shape == (64, 96, 3)
    assert np.array_equal(picture.pixels, quarters())


def test_a_line_of_one_pixel_survives_its_reduction(tmp_path):
    picture = open_upright(save(tmp_path / "p", quarters(5000, 2), "PNG"), longest=100)
    assert picture.pixels.shape == (1, 100, 3)


def test_a_cmyk_photo_becomes_rgb(tmp_path):
    Image.fromarray(quarters()).convert("CMYK").save(tmp_path / "p", "JPEG", quality=95)
    assert looks_upright(open_upright(tmp_path / "p").pixels, 15)


def test_sixteen_bits_become_eight(tmp_path):
    grey = np.array([[0, 257 * 128], [257 * 200, 65535]], np.uint16)
    Image.fromarray(grey).save(tmp_path / "p", "PNG")
    assert open_upright(tmp_path / "p").pixels[..., 0].tolist() == [[0, 128], [200, 255]]


def test_fractions_become_eight_bits(tmp_path):
    Image.fromarray(np.array([[0.0, 0.5], [np.nan, 1.0]], np.float32)).save(tmp_path / "p", "TIFF")
    assert open_upright(tmp_path / "p").pixels[..., 1].tolist() == [[0, 128], [0, 255]]


def test_in_a_heic_file_the_turn_property_outranks_exif(tmp_path):
    file = save(tmp_path / "p", quarters(), "HEIF", 6, quality=95)
    content = file.read_bytes()
    # Another property of the same length, made into a turn by nothing.
    file.write_bytes(content.replace(b"pixi\0\0\0\0\3", b"irot\0\0\0\0\3", 1))
    assert b"irot" in file.read_bytes()
    assert looks_upright(open_upright(file).pixels)


def test_what_is_transparent_becomes_white(tmp_path):
    pixels = np.dstack([quarters(), np.full((64, 96), 255, np.uint8)])
    pixels[:32, :48, 3] = 0
    Image.fromarray(pixels).save(tmp_path / "p", "PNG")
    white, green, *_ = centres(open_upright(tmp_path / "p").pixels)
    assert white == (255, 255, 255)
    assert green == GREEN


def test_a_palette_with_a_transparent_colour_becomes_white_there(tmp_path):
    image = Image.fromarray(quarters()).quantize(4)
    image.save(tmp_path / "p", "PNG", transparency=image.getpixel((0, 0)))
    white, green, *_ = centres(open_upright(tmp_path / "p").pixels)
    assert white == (255, 255, 255)
    assert max(abs(a - b) for a, b in zip(green, GREEN, strict=True)) < 8


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_every_mode_of_a_png_is_opened(mode, tmp_path):
    Image.fromarray(quarters()).convert(mode).save(tmp_path / "p", "PNG")
    assert open_upright(tmp_path / "p").pixels.shape == (64, 96, 3)


def test_of_an_animation_the_first_picture_is_taken(tmp_path):
    frames = [Image.new("RGB", (40, 30), colour) for colour in (RED, BLUE)]
    frames[0].save(tmp_path / "p", "GIF", save_all=True, append_images=frames[1:])
    assert centres(open_upright(tmp_path / "p").pixels)[0] == RED


def test_of_a_multi_picture_photo_the_first_is_taken(tmp_path):
    first = Image.fromarray(quarters())
    first.save(tmp_path / "p", "MPO", save_all=True, append_images=[Image.new("RGB", (9, 9))])
    picture = open_upright(tmp_path / "p")
    assert (picture.width, picture.height) == (96, 64)
    assert looks_upright(picture.pixels, 30)


def test_a_colour_profile_is_applied(tmp_path):
    # sRGB under another name, with its red and its blue exchanged.
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert profile.count(b"rXYZ") == profile.count(b"bXYZ") == 1
    profile = profile.replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(b"?XYZ", b"bXYZ")
    profile = profile.replace("sRGB".encode("utf-16-be"), "mine".encode("utf-16-be"))
    save(tmp_path / "p", quarters()[:, :, ::-1], "PNG", icc_profile=profile)
    assert looks_upright(open_upright(tmp_path / "p").pixels, 3)


def test_a_colour_profile_that_cannot_be_used_is_as_good_as_none(tmp_path):
    pixels = quarters()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    save(tmp_path / "broken", pixels, "PNG", icc_profile=b"no profile at all" * 20)
    save(tmp_path / "other", pixels, "PNG", icc_profile=lab)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    save(tmp_path / "srgb", pixels, "PNG", icc_profile=srgb)
    for name in ("broken", "other", "srgb"):
        assert np.array_equal(open_upright(tmp_path / name).pixels, pixels), name


def test_a_bomb_is_refused_by_its_header(tmp_path):
    (tmp_path / "p").write_bytes(png_header(65_500, 65_500))
    before = Image.MAX_IMAGE_PIXELS
    with pytest.raises(BadImageError, match="too large: 4,290 megapixels; the limit is 250"):
        open_upright(tmp_path / "p")
    assert before == Image.MAX_IMAGE_PIXELS


def test_the_limit_can_be_set(tmp_path):
    file = save(tmp_path / "p", quarters(), "PNG")
    with pytest.raises(BadImageError, match="too large"):
        open_upright(file, pixel_limit=96 * 64 - 1)
    assert open_upright(file, pixel_limit=96 * 64).width == 96


@pytest.mark.parametrize(
    ("file_format", "options"), [("PNG", {}), ("TIFF", {"compression": "jpeg"})]
)
def test_a_picture_between_pillows_limit_and_ours_is_opened_without_a_warning(
    file_format, options, tmp_path
):
    Image.new("L", (14_000, 13_000)).save(tmp_path / "p", file_format, **options)
    picture = open_upright(tmp_path / "p", longest=64)
    assert (picture.width, picture.height) == (14_000, 13_000)


@pytest.mark.parametrize(
    "file_format", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF"]
)
def test_a_file_that_is_cut_off_is_a_bad_image(file_format, tmp_path):
    noise = np.random.default_rng(1).integers(0, 255, (128, 128, 3), np.uint8)
    whole = save(tmp_path / "whole", noise, file_format).read_bytes()
    for tenth in range(1, 10):
        cut = tmp_path / f"cut{tenth}"
        cut.write_bytes(whole[: len(whole) * tenth // 10])
        with pytest.raises(BadImageError):
            open_upright(cut)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF", "HEIF"])
def test_flipped_bytes_give_a_picture_or_a_bad_image_and_nothing_else(file_format, tmp_path):
    random = np.random.default_rng(7)
    whole = np.frombuffer(save(tmp_path / "p", quarters(), file_format).read_bytes(), np.uint8)
    for _ in range(60):
        mutated = whole.copy()
        places = random.integers(0, len(mutated), 8)
        mutated[places] = random.integers(0, 255, 8, np.uint8)
        (tmp_path / "p").write_bytes(mutated.tobytes())
        with contextlib.suppress(BadImageError):
            assert open_upright(tmp_path / "p").pixels.ndim == 3


def test_a_video_is_not_opened_as_a_photo(tmp_path):
    (tmp_path / "p").write_bytes(b"\0\0\0\x18ftypisom\0\0\0\0isomavc1")
    with pytest.raises(BadImageError, match="a video, not a photo"):
        open_upright(tmp_path / "p")


def test_a_page_behind_a_gif_signature_is_a_bad_image(tmp_path):
    (tmp_path / "p").write_bytes(b"GIF89a<script>alert(1)</script>")
    with pytest.raises(BadImageError, match="damaged or cut off"):
        open_upright(tmp_path / "p")


def test_no_other_plugin_of_pillow_is_ever_tried(tmp_path):
    for name in ("PPM", "TGA", "PCX", "SGI", "ICO", "EPS", "DDS"):
        out = io.BytesIO()
        Image.fromarray(quarters()).save(out, name)
        (tmp_path / "p").write_bytes(out.getvalue())
        with pytest.raises(BadImageError):
            open_upright(tmp_path / "p")
