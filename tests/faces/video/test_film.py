"""Decoding ahead gives the same frames as decoding when asked."""

import numpy as np
import pytest

from faces.video import open_film
from faces.video.film import MOST_AHEAD
from tests.faces.video.films import ANNA, film, scene


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    frames = [scene((ANNA, 3 * t, 80)) for t in range(40)]
    return film(tmp_path_factory.mktemp("films") / "film", frames)


def at_once():
    return True


def after(frames):
    """Somebody asks once so many frames were decoded beyond the likely ones."""
    left = iter([False] * frames)
    return lambda: next(left, True)


def frames_of(file, asked, *, ahead, idle=0):
    """The frames from these numbers on, each after a look ahead to those that may come next."""
    given = []
    with open_film(file, longest=320) as opened:
        for number in asked:
            given.append(opened.frame_from(number))
            if ahead:
                opened.look_ahead([number + step for step in ahead], after(idle))
    return given


@pytest.mark.parametrize("ahead", [(3,), (3, 5), (3, 4, 5), (1, 2)])
@pytest.mark.parametrize(
    "asked", [range(0, 60, 3), range(0, 60, 5), (0, 5, 8, 11, 16, 19, 24, 29, 32, 35, 38, 43)]
)
@pytest.mark.parametrize("idle", [0, 1, 4, 100])
def test_decoding_ahead_changes_no_frame(file, asked, ahead, idle):
    plain = frames_of(file, asked, ahead=())
    assert {frame and frame.number for frame in plain} == {n if n < 40 else None for n in asked}
    for frame, other in zip(frames_of(file, asked, ahead=ahead, idle=idle), plain, strict=True):
        if frame is None or other is None:
            assert frame is other
        else:
            assert (frame.number, frame.time) == (other.number, other.time)
            np.testing.assert_array_equal(frame.pixels, other.pixels)


def test_a_frame_that_was_passed_does_not_come_back(file):
    with open_film(file, longest=320) as opened:
        opened.look_ahead([10], at_once)
        assert [opened.frame_from(0).number for _ in range(2)] == [10, 11]


def test_only_the_likely_frame_is_finished_ahead_of_time(file):
    with open_film(file, longest=320) as opened:
        opened.frame_from(0)
        opened.look_ahead([3, 5], at_once)
        assert [type(frame).__name__ for _, frame in opened._ahead] == ["VideoFrame", "Frame"]
        assert opened.frame_from(3).number == 3
        assert opened.frame_from(6).number == 6
        assert opened._ahead == []


def test_while_nobody_asks_it_goes_on_as_far_as_there_is_room(file, monkeypatch):
    with open_film(file, longest=320) as opened:
        opened.look_ahead([0], after(100))
        assert len(opened._ahead) == MOST_AHEAD
    monkeypatch.setattr("faces.video.film.PIXELS_AHEAD", 3 * 320 * 240)
    with open_film(file, longest=320) as opened:
        opened.look_ahead([0], after(100))
        assert len(opened._ahead) == 3


def test_at_the_end_of_a_film_it_waits(file):
    with open_film(file, longest=320) as opened:
        opened.frame_from(38)
        opened.look_ahead([39, 41], after(100))
        assert opened.frame_from(39).number == 39
        assert opened.frame_from(40) is None
