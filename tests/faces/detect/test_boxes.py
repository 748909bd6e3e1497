import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from faces.detect.boxes import shifted, squared, suppress, suppress_inner

places = st.integers(0, 40)


@st.composite
def scored_boxes(draw):
    count = draw(st.integers(0, 12))
    corners = draw(arrays(np.float32, (count, 2), elements=places))
    sizes = draw(arrays(np.float32, (count, 2), elements=st.integers(1, 30)))
    scores = draw(arrays(np.float32, count, elements=st.integers(1, 5)))
    return np.concatenate([corners, corners + sizes], axis=1), scores


def by_hand(boxes, scores, threshold, of_smaller):
    """Non-maximum suppression one pair at a time."""
    kept = []
    for index in sorted(range(len(boxes)), key=lambda i: (-scores[i], i)):
        if all(overlap(boxes[index], boxes[k], of_smaller) <= threshold for k in kept):
            kept.append(index)
    return kept


def overlap(a, b, of_smaller):
    across = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    down = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    first, second = (a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1])
    whole = min(first, second) if of_smaller else first + second - across * down
    return across * down / whole


@given(scored_boxes(), st.sampled_from([0.0, 0.25, 0.5, 0.75]), st.booleans())
def test_suppression_agrees_with_comparing_every_pair(scored, threshold, of_smaller):
    boxes, scores = scored
    keep = suppress_inner if of_smaller else suppress
    kept = keep(boxes, scores, threshold=threshold)
    assert kept.tolist() == by_hand(boxes, scores, threshold, of_smaller)


def test_suppression_keeps_the_better_of_two_alike():
    boxes = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [50, 50, 60, 60]], np.float32)
    assert suppress(boxes, np.array([0.8, 0.9, 0.7]), threshold=0.5).tolist() == [1, 2]


def test_a_box_inside_another_goes_when_measured_by_the_smaller():
    boxes = np.array([[0, 0, 100, 100], [40, 40, 60, 60]], np.float32)
    scores = np.array([0.9, 0.8], np.float32)
    assert len(suppress(boxes, scores, threshold=0.7)) == 2
    assert len(suppress_inner(boxes, scores, threshold=0.7)) == 1


def test_squares_share_the_centre_and_the_longer_side():
    square = squared(np.array([[10, 20, 20, 60]], np.float32))
    np.testing.assert_allclose(square, [[-5, 20, 35, 60]])


def test_shifts_move_sides_by_shares_of_the_size_in_whole_pixels():
    moved = shifted(np.array([[0, 0, 9, 19]], np.float32), np.array([[0.1, 0, -0.1, 0.5]]))
    np.testing.assert_allclose(moved, [[1, 0, 8, 29]])
