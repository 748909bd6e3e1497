import numpy as np
import pytest

from faces.types import Box, Detection
from faces.video.sampling import Look
from faces.video.stretches import FIRST, SPAN, Stretches
from tests.faces.video.films import ANNA, BERT, scene

STEP = 0.1  # seconds from frame to frame


def face(left, top, side=64, score=0.99, size=(240, 320)):
    height, width = size
    box = Box(left / width, top / height, (left + side) / width, (top + side) / height)
    return Detection(box, ((0.5, 0.5),) * 5, score)


def gathered(frames, *, step=STEP, span=SPAN):
    """All stretches of (pixels, faces) frames."""
    stretches = Stretches(span=span)
    for number, (pixels, faces) in enumerate(frames):
        stretches.add(Look(number, number * step, (320, 240), pixels, faces))
    return stretches.take(over=True)


def test_a_face_that_stays_is_shown_to_the_network_twice_a_second_after_its_first_shots():
    frames = [(scene((ANNA, 100, 80)), [face(100, 80)])] * (FIRST + 60)
    lengths = [len(stretch.shots) for stretch in gathered(frames)]
    assert lengths[:FIRST] == [1] * FIRST
    assert sum(lengths) == FIRST + 60
    assert set(lengths[FIRST:]) == {round(SPAN / STEP), round(SPAN / STEP) + 1} & set(lengths)
    assert len(lengths) - FIRST == pytest.approx(60 * STEP / SPAN, abs=2)


def test_without_a_span_each_shot_is_shown():
    frames = [(scene((ANNA, 100, 80)), [face(100, 80)])] * 40
    assert [len(stretch.shots) for stretch in gathered(frames, span=-1.0)] == [1] * 40


def test_the_best_shot_speaks_for_a_stretch():
    noise = np.random.default_rng(0).integers(-8, 8, (64, 64, 3))
    sharp = scene((ANNA, 100, 80)).astype(int)
    sharp[80:144, 100:164] += np.kron(noise[::8, ::8], np.ones((8, 8, 1), int))
    sharp = sharp.clip(0, 255).astype(np.uint8)
    blurred = scene((ANNA, 100, 80))
    frames = [(blurred, [face(100, 80)])] * (FIRST + 2) + [(sharp, [face(100, 80)])]
    *_, last = gathered([*frames, (blurred, [face(100, 80)])])
    assert last.best.frame == FIRST + 2
    assert last.best.quality == max(shot.quality for shot in last.shots)
    assert last.crop.std(axis=(0, 1)).max() > 0


def test_another_face_in_the_same_place_begins_a_stretch():
    anna, bert = scene((ANNA, 100, 80)), scene((BERT, 100, 80))
    frames = [(anna, [face(100, 80)])] * (FIRST + 3) + [(bert, [face(100, 80)])] * 3
    ends = [stretch.shots[-1].frame for stretch in gathered(frames)]
    assert FIRST + 2 in ends


def test_a_face_that_two_could_be_begins_a_stretch():
    alone = (scene((ANNA, 100, 80)), [face(100, 80)])
    crossed = (scene((ANNA, 100, 80)), [face(100, 80), face(120, 80)])
    frames = [alone] * (FIRST + 3) + [crossed] + [alone] * 3
    starts = [stretch.shots[0].frame for stretch in gathered(frames)]
    assert starts.count(FIRST + 3) == 2
    assert FIRST + 4 in starts


def test_a_face_that_was_missed_in_a_frame_begins_a_stretch():
    there, gone = (scene((ANNA, 100, 80)), [face(100, 80)]), (scene(), [])
    starts = [one.shots[0].frame for one in gathered([there] * 14 + [gone] + [there] * 2)]
    assert 15 in starts


def test_stretches_are_given_in_the_order_of_their_beginning_and_all_of_them():
    random = np.random.default_rng(3)
    stretches, taken, shots = Stretches(), [], 0
    for number in range(120):
        places = [place for place in (10, 120, 230) if random.random() < 0.8]
        pixels = scene(*((ANNA, place, 80) for place in places))
        faces = [face(place, 80) for place in places]
        shots += len(faces)
        stretches.add(Look(number, number * STEP, (320, 240), pixels, faces))
        if random.random() < 0.2:
            taken += stretches.take()
    taken += stretches.take(over=True)
    starts = [stretch.shots[0].frame for stretch in taken]
    assert starts == sorted(starts)
    assert sum(len(stretch.shots) for stretch in taken) == shots
    assert len(stretches) == 0
    for stretch in taken:
        frames = [shot.frame for shot in stretch.shots]
        assert frames == list(range(frames[0], frames[0] + len(frames)))
        assert stretch.shots[-1].time - stretch.shots[0].time <= SPAN + 1e-9
