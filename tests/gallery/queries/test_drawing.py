import re

import numpy as np
import pytest

from faces.cluster.picture import Dendrogram, Distances
from gallery.queries.drawing import ROW, draw_branches, draw_histograms


def area_of(outline):
    """The area between an outline and the middle, step by step."""
    steps = re.findall(r"V([\d.]+)H([\d.]+)", outline)
    edges = [float(outline[1:].split(" ")[0]), *(float(right) for _, right in steps)]
    widths = np.diff(edges)
    return sum(width * (float(top) - 100) for width, (top, _) in zip(widths, steps, strict=True))


def test_each_histogram_has_its_pairs_on_both_sides_of_the_threshold():
    edges = np.array([0.0, 0.5, 1.0, 1.5, 2.0])
    found = Distances(edges, np.array([4, 2, 1, 0]), np.array([0, 1, 30, 9]), 1, 1)
    drawn = draw_histograms(found, 1.0)
    assert drawn.threshold == 50.0
    one_pair = 25 * 96 / 4
    assert area_of(drawn.within) == pytest.approx(-6 * one_pair, abs=3)
    assert area_of(drawn.far_within) == pytest.approx(-1 * one_pair, abs=3)
    one_pair = 25 * 96 / 30
    assert area_of(drawn.near_between) == pytest.approx(1 * one_pair, abs=3)
    assert area_of(drawn.between) == pytest.approx(39 * one_pair, abs=3)


def test_no_pairs_are_a_flat_line():
    none = np.zeros(2, dtype=np.int64)
    drawn = draw_histograms(Distances(np.array([0.0, 1.0, 2.0]), none, none, 0, 0), 1.0)
    assert area_of(drawn.within) == area_of(drawn.between) == 0


def test_branches_meet_where_their_faces_stand():
    tree = Dendrogram(np.array([[0, 2], [1, 3]]), np.array([0.5, 2.0]), np.array([0, 2, 1]))
    drawn = draw_branches(tree, 1.0)
    assert drawn.height == 3 * ROW
    end = 1.03 * 2.0
    assert drawn.threshold == pytest.approx(100 / end)
    assert drawn.near == f"M0.00 22.0H{50 / end:.2f}V66.0H0.00"
    assert drawn.far == f"M0.00 110.0H{200 / end:.2f}V44.0H{50 / end:.2f}"
