"""Tracks: one face followed through the sampled frames of a clip."""

from dataclasses import dataclass, field

import numpy as np

from faces.types import Detection, Floats, Pixels

OVERLAP = 0.3  # least IoU of one face in two successive sampled frames
PATIENCE = 2  # sampled frames in which a face may be missed before its track ends


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One face in one sampled frame."""

    frame: int
    """Counts the sampled frames, from 0."""
    time: float
    detection: Detection
    features: Floats
    """(1024,) float32, unit length."""
    age_posterior: Floats
    """(100,) float32."""
    p_male: float
    quality: float
    """0..1: see `faces.quality`."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A shot and its thumbnail, of which a track keeps the best only."""

    shot: Shot
    thumbnail: Pixels


@dataclass(slots=True, eq=False)
class Track:
    """Shots of one face, at most one in each sampled frame."""

    best: Seen
    shots: list[Shot] = field(default_factory=list)

    def add(self, seen: Seen) -> None:
        """Append the next shot."""
        self.shots.append(seen.shot)
        if seen.shot.quality > self.best.shot.quality:
            self.best = seen

    def mean(self) -> Floats:
        """(1024,) float32: the mean of the shots' features, scaled to unit length."""
        return mean_features(self.shots)

    def frames(self) -> set[int]:
        """The sampled frames it was seen in."""
        return {shot.frame for shot in self.shots}


def mean_features(shots: list[Shot]) -> Floats:
    """(1024,) float32: the mean of N >= 1 shots' features, scaled to unit length."""
    mean = np.stack([shot.features for shot in shots]).mean(axis=0, dtype=np.float64)
    unit: Floats = np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)
    return unit


class Tracker:
    """Joins shots into tracks, frame by frame."""

    def __init__(self, near: float) -> None:
        """Start without tracks; `near` is the largest squared distance of features in one."""
        self.tracks: list[Track] = []
        self._near = near

    def add(self, frame: int, found: list[Seen]) -> None:
        """Give each face of the next sampled frame to the track it overlaps most and resembles.

        A cut of the film may put another person in the same place: the features tell.
        """
        open_tracks = [t for t in self.tracks if frame - t.shots[-1].frame <= PATIENCE + 1]
        free = list(found)
        for track, seen in self._pairs(open_tracks, found):
            if track.shots[-1].frame < frame and seen in free:
                track.add(seen)
                free.remove(seen)
        for seen in free:
            self.tracks.append(Track(best=seen, shots=[seen.shot]))

    def _pairs(self, tracks: list[Track], found: list[Seen]) -> list[tuple[Track, Seen]]:
        """Possible continuations, best overlap first."""
        pairs = []
        for track in tracks:
            last = track.shots[-1]
            for seen in found:
                overlap = last.detection.box.iou(seen.shot.detection.box)
                distance = 2.0 - 2.0 * float(last.features @ seen.shot.features)
                if overlap >= OVERLAP and distance <= self._near:
                    pairs.append((overlap, track, seen))
        pairs.sort(key=lambda pair: -pair[0])
        return [(track, seen) for _, track, seen in pairs]
