import io

import numpy as np
import pytest
from PIL import Image

from faces.image import SHEET_MIME, cover_sheet, encode

RED, GREEN, BLUE = (200, 30, 30), (30, 180, 40), (30, 40, 200)


def crop(colour, size=320):
    return encode(np.full((size, size, 3), colour, np.uint8))


def opened(sheet):
    with Image.open(io.BytesIO(sheet)) as picture:
        assert Image.MIME[picture.format] == SHEET_MIME
        return np.asarray(picture.convert("RGB")).astype(int)


def test_crops_stand_in_reading_order():
    pixels = opened(cover_sheet([crop(RED), crop(GREEN), crop(BLUE, 74)], columns=2, tile=40))
    assert pixels.shape == (80, 80, 3)
    for (row, column), colour in {(0, 0): RED, (0, 1): GREEN, (1, 0): BLUE}.items():
        middle = pixels[40 * row + 20, 40 * column + 20]
        np.testing.assert_allclose(middle, colour, atol=12)


def test_the_middle_of_a_crop_is_shown():
    framed = np.full((240, 240, 3), BLUE, np.uint8)
    framed[24:-24, 24:-24] = RED
    pixels = opened(cover_sheet([encode(framed)], columns=1, tile=100))
    np.testing.assert_allclose(pixels[5, 50], RED, atol=40)


@pytest.mark.parametrize("missing", [None, b"", b"no picture", crop(RED)[:200]])
def test_a_crop_that_is_missing_or_damaged_leaves_its_place_blank(missing):
    pixels = opened(cover_sheet([missing, crop(GREEN)], columns=2, tile=40))
    assert np.ptp(pixels[20, 20]) < 20
    np.testing.assert_allclose(pixels[20, 60], GREEN, atol=12)


def test_a_sheet_of_nobody_is_refused():
    with pytest.raises(ValueError, match="no crops"):
        cover_sheet([], columns=12)
