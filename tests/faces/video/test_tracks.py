import numpy as np
import pytest

from faces.cluster import Parameters
from faces.types import Box, Detection
from faces.video.analysis import _clip_face, _people, _together
from faces.video.tracks import OVERLAP, PATIENCE, Part, Seen, Shot, Tracker, mean_features


def unit(values):
    return (values / np.linalg.norm(values)).astype(np.float32)


def part(frames, features, left=0.1, quality=0.5):
    detection = Detection(Box(left, 0.1, left + 0.1, 0.3), ((0.5, 0.5),) * 5, 0.99)
    shots = tuple(Shot(frame, frame / 10, detection, quality) for frame in frames)
    posterior = np.full(100, 0.01, np.float32)
    return Part(shots, shots[0], features, posterior, 0.5)


def tracked(parts, near=1.0):
    tracker = Tracker(near)
    for start in sorted({one.shots[0].frame for one in parts}):
        together = [one for one in parts if one.shots[0].frame == start]
        tracker.add([Seen(one, np.zeros((1, 1, 3), np.uint8)) for one in together])
    return tracker.tracks


def test_a_part_goes_on_with_a_track_that_it_overlaps_and_resembles():
    one, other = unit(np.eye(1024)[0]), unit(np.eye(1024)[1])
    assert len(tracked([part([0, 1], one), part([2, 3], one)])) == 1
    assert len(tracked([part([0, 1], one), part([2, 3], other)])) == 2
    assert len(tracked([part([0, 1], one), part([2, 3], one, left=0.1 + 0.11)])) == 2
    assert len(tracked([part([0], one), part([PATIENCE + 1], one)])) == 1
    assert len(tracked([part([0], one), part([PATIENCE + 2], one)])) == 2
    assert len(tracked([part([0, 1, 2], one), part([2, 3], one)])) == 2  # both in frame 2


def test_of_two_the_one_that_overlaps_more_goes_on():
    one = unit(np.eye(1024)[0])
    tracks = tracked([part([0], one), part([1], one, left=0.12), part([1], one, left=0.101)])
    long, short = sorted(tracks, key=lambda track: -len(track.parts))
    assert long.last.detection.box.left == pytest.approx(0.101)
    assert len(short.parts) == 1
    assert short.last.detection.box.iou(long.last.detection.box) > OVERLAP


def test_the_mean_counts_each_part_by_its_shots():
    random = np.random.default_rng(0)
    parts = [part(range(n), unit(random.normal(size=1024))) for n in (1, 4, 7)]
    shots = np.concatenate([[one.features] * len(one.shots) for one in parts])
    np.testing.assert_allclose(mean_features(parts), unit(shots.mean(axis=0)), atol=1e-6)


@pytest.mark.parametrize("seed", range(20))
def test_a_track_stays_together_and_those_who_share_a_frame_are_never_one(seed):
    """However alike they are: features of a few people with noise, at random places and times."""
    random = np.random.default_rng(seed)
    people = [unit(random.normal(size=1024)) for _ in range(3)]
    parts = []
    for _ in range(60):
        start, length = int(random.integers(0, 80)), int(random.integers(1, 6))
        features = unit(people[int(random.integers(0, 3))] + 0.02 * random.normal(size=1024))
        left = float(random.choice([0.0, 0.2, 0.4, 0.6, 0.8]))
        parts.append(part(range(start, start + length), features, left))
    tracks = tracked(parts)
    clustered = _people(tracks, Parameters())
    assert sorted(map(id, tracks)) == sorted(id(track) for one in clustered for track in one)
    assert sum(len(track.parts) for track in tracks) == len(parts)
    for one in clustered:
        frames = [shot.frame for track in one for shot in track.shots()]
        assert len(frames) == len(set(frames))
        assert _clip_face(one, 80, 1.0).frames == len(frames)
    assert len(clustered) < len(tracks)


def test_pairs_that_share_a_frame_are_told_once():
    one = unit(np.eye(1024)[0])
    tracks = tracked([part([0, 1], one), part([1, 2], one, 0.5), part([2, 3], one, 0.8)])
    assert _together(tracks).tolist() == [[0, 1], [1, 2]]


def test_who_is_seen_in_each_sampled_frame_of_a_long_film_is_seen_without_a_break():
    one = unit(np.eye(1024)[0])
    detection = Detection(Box(0.1, 0.1, 0.3, 0.3), ((0.5, 0.5),) * 5, 0.99)
    shots = [Shot(n, 2.4 * n, detection, 0.5) for n in range(20)]
    parts = [Part((s,), s, one, np.full(100, 0.01, np.float32), 0.5) for s in shots]
    (track,) = tracked(parts)
    assert _clip_face([track], 20, 7.2).moments == ((0.0, pytest.approx(2.4 * 19)),)
