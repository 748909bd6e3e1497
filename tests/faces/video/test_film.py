"""Decoding ahead gives the same frames as decoding when asked."""

import numpy as np
import pytest

from faces.video import open_film
from tests.faces.video.films import ANNA, film, scene


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    frames = [scene((ANNA, 3 * t, 80)) for t in range(40)]
    return film(tmp_path_factory.mktemp("films") / "film", frames)


def frames_of(file, asked, *, ahead):
    """The frames from these numbers on, each after a look ahead to two that may come next."""
    given = []
    with open_film(file, longest=320) as opened:
        for number in asked:
            given.append(opened.frame_from(number))
            if ahead:
                opened.look_ahead([number + step for step in ahead])
    return given


@pytest.mark.parametrize("ahead", [(3,), (3, 5), (3, 4, 5), (1, 2)])
@pytest.mark.parametrize(
    "asked", [range(0, 60, 3), range(0, 60, 5), (0, 5, 8, 11, 16, 19, 24, 29, 32, 35, 38, 43)]
)
def test_decoding_ahead_changes_no_frame(file, asked, ahead):
    plain = frames_of(file, asked, ahead=())
    assert {frame and frame.number for frame in plain} == {n if n < 40 else None for n in asked}
    for frame, other in zip(frames_of(file, asked, ahead=ahead), plain, strict=True):
        if frame is None or other is None:
            assert frame is other
        else:
            assert (frame.number, frame.time) == (other.number, other.time)
            np.testing.assert_array_equal(frame.pixels, other.pixels)


def test_a_frame_that_was_passed_does_not_come_back(file):
    with open_film(file, longest=320) as opened:
        opened.look_ahead([10])
        assert [opened.frame_from(0).number for _ in range(2)] == [10, 11]


def test_only_the_likely_frame_is_finished_ahead_of_time(file):
    with open_film(file, longest=320) as opened:
        opened.frame_from(0)
        opened.look_ahead([3, 5])
        assert [type(frame).__name__ for _, frame in opened._ahead] == ["VideoFrame", "Frame"]
        assert opened.frame_from(3).number == 3
        assert opened.frame_from(6).number == 6
        assert opened._ahead == []
