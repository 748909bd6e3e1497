import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faces.detect.pyramid import pyramid_levels, pyramid_scales

sides = st.integers(1, 6000)


@given(sides, sides, st.floats(12, 600), st.floats(0.3, 0.9))
def test_no_level_is_smaller_than_the_window(width, height, min_face, factor):
    scales = pyramid_scales(width, height, min_face=min_face, factor=factor)
    assert all(int(min(width, height) * scale) >= 12 for scale in scales)
    assert scales == sorted(scales, reverse=True)


@given(sides, sides, st.floats(12, 600))
def test_every_face_from_the_smallest_to_the_whole_picture_has_its_level(width, height, min_face):
    scales = pyramid_scales(width, height, min_face=min_face, factor=0.709)
    assert bool(scales) == (min(width, height) * (12 / min_face) >= 12)
    if scales:
        assert scales[0] == 12 / min_face
        assert min(width, height) * scales[-1] * 0.709 < 12  # one further level would be too small


@pytest.mark.parametrize("min_face", [20, 32, 40, 80])
def test_a_usual_picture_has_levels_at_any_smallest_face(min_face):
    assert pyramid_scales(640, 480, min_face=min_face, factor=0.709)


def test_levels_have_the_sizes_asked_for_and_keep_an_even_colour():
    pixels = np.full((100, 50, 3), (10, 200, 30), np.uint8)
    levels = list(pyramid_levels(pixels, [0.6, 0.25, 0.24]))
    assert [level.shape for level in levels] == [(60, 30, 3), (25, 12, 3), (24, 12, 3)]
    assert all((level == (10, 200, 30)).all() for level in levels)


@pytest.mark.parametrize(("min_face", "factor"), [(0, 0.7), (20, 1.0), (20, 0.0)])
def test_senseless_parameters_are_refused(min_face, factor):
    with pytest.raises(ValueError, match="min_face must be"):
        pyramid_scales(100, 100, min_face=min_face, factor=factor)
