import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.queries.dots import HIGHEST, WIDE, Held, draw

DOT = re.compile(r"M(-?[\d.]+) (-?[\d.]+)a([\d.]+)")
births = st.lists(st.floats(1850, 2030), min_size=1, max_size=60)


def dots(outlines):
    """(left, middle, radius) of each."""
    return [tuple(map(float, found)) for found in DOT.findall(outlines)]


@given(births, st.integers(0, 7), st.floats(1900, 2000), st.floats(0, 20))
def test_every_face_is_one_dot_inside_the_drawing(born, wrong, low, across):
    against = np.arange(len(born)) % 8 < wrong
    drawing = draw(np.array(born), against, Held(low, low + across / 2, low + across))
    assert len(dots(drawing.disagreeing)) == against.sum()
    assert len(dots(drawing.agreeing)) == len(born) - against.sum()
    for left, middle, radius in dots(drawing.agreeing + drawing.disagreeing):
        assert left >= -0.1
        assert left + 2 * radius <= WIDE + 0.2
        assert middle - radius >= -0.2
        assert middle + radius <= drawing.high + 0.2
    assert 0 <= drawing.left <= drawing.middle <= drawing.left + drawing.across <= WIDE
    assert drawing.high <= HIGHEST
    assert all(0 <= tick.at <= 100 for tick in drawing.ticks)


def test_a_later_birth_stands_further_right_and_equal_ones_upon_each_other():
    drawing = draw(np.array([1950.0, 1950.0, 1960.0]), np.zeros(3, bool), Held(1950, 1955, 1960))
    assert not drawing.bars
    one, upon, later = sorted(dots(drawing.agreeing), key=lambda dot: (dot[0], -dot[1]))
    assert one[0] == upon[0]
    assert one[1] > upon[1]
    assert later[0] > one[0]


def test_thousands_of_faces_are_bars():
    drawing = draw(np.full(4000, 1984.3), np.zeros(4000, bool), Held(1984, 1984.3, 1985))
    assert drawing.bars
    assert dots(drawing.agreeing) == []
    assert drawing.agreeing.count("M") == 1
    assert "V14.0H" in drawing.agreeing  # a tenth below the top


def test_ticks_are_round_years_in_their_place():
    drawing = draw(np.array([1950.0, 1990.0]), np.zeros(2, bool), Held(1970, 1971, 1972))
    assert [tick.year for tick in drawing.ticks] == [1950, 1960, 1970, 1980]
    begins = drawing.ticks[2].at / 100 * WIDE
    assert begins == pytest.approx(drawing.left + WIDE / 42 / 2, abs=1)
