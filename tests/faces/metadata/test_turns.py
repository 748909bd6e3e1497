import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faces.image import open_upright
from faces.metadata.turns import stored, upright
from faces.types import Box
from tests.faces.image.pictures import as_stored, save

EDGES = st.lists(st.floats(0, 1), min_size=2, max_size=2, unique=True).map(sorted)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_box_turns_as_the_pixels_do(orientation, tmp_path):
    pixels = np.zeros((80, 100, 3), np.uint8)
    pixels[8:24, 30:80] = 255
    photo = save(tmp_path / "photo", as_stored(pixels, orientation), "PNG", orientation)
    rows, columns = np.nonzero(as_stored(pixels, orientation)[..., 0])
    height, width = as_stored(pixels, orientation).shape[:2]
    as_it_lies = Box(
        columns.min() / width,
        rows.min() / height,
        (columns.max() + 1) / width,
        (rows.max() + 1) / height,
    )
    opened = open_upright(photo)
    assert (opened.pixels == pixels).all()
    found = upright(as_it_lies, orientation)
    assert (found.left, found.top, found.right, found.bottom) == pytest.approx((0.3, 0.1, 0.8, 0.3))


@given(EDGES, EDGES, st.integers(0, 10))
def test_a_box_that_is_turned_back_is_the_same(horizontal, vertical, orientation):
    (left, right), (top, bottom) = horizontal, vertical
    box = Box(left, top, right, bottom)
    back = upright(stored(box, orientation), orientation)
    assert (back.left, back.top, back.right, back.bottom) == pytest.approx(
        (left, top, right, bottom), abs=1e-12
    )
