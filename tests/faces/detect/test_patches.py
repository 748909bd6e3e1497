import numpy as np
import pytest

from faces.detect.patches import cut_patches


def gradient(width=60, height=40):
    columns, rows = np.meshgrid(np.arange(width), np.arange(height))
    return np.stack([columns, rows, np.zeros_like(rows)], axis=2).astype(np.uint8)


def inside(boxes):
    """Boxes of these outer columns and rows, in a picture of 60 x 40 pixels."""
    return np.array(boxes, np.float32) * np.array([60 / 59, 40 / 39] * 2, np.float32)


def test_a_patch_at_its_own_size_is_the_picture_there():
    box = inside([[5, 7, 28, 30]])  # from the first pixel to the 24th
    (patch,) = next(cut_patches(gradient(), box, side=24, batch=8))
    np.testing.assert_array_equal(patch, gradient()[7:31, 5:29])


def test_a_larger_box_is_sampled_evenly():
    box = inside([[0, 0, 46, 23]])
    (patch,) = next(cut_patches(gradient(), box, side=24, batch=8))
    np.testing.assert_array_equal(patch[0, :, 0], np.arange(0, 47, 2))
    np.testing.assert_array_equal(patch[:, 0, 1], np.arange(24))


def test_beyond_the_picture_is_grey():
    box = np.array([[-100, -100, -50, -50]], np.float32)
    (patch,) = next(cut_patches(gradient(), box, side=24, batch=8))
    assert (patch == 127).all()


@pytest.mark.parametrize("count", [0, 1, 3, 4, 7])
def test_patches_come_in_batches_in_the_order_of_the_boxes(count):
    corners = np.arange(count, dtype=np.float32)[:, np.newaxis]
    boxes = inside(np.concatenate([corners, corners, corners + 23, corners + 23], axis=1))
    batches = list(cut_patches(gradient(), boxes, side=24, batch=3))
    assert all(len(batch) <= 3 for batch in batches)
    assert [int(patch[0, 0, 0]) for batch in batches for patch in batch] == list(range(count))
