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
    """Seconds from the film's start."""
    detection: Detection
    quality: float
    """0..1: see `faces.quality`."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Successive shots of one face, and what the network says of the best of them."""

    shots: tuple[Shot, ...]
    best: Shot
    features: Floats
    """(1024,) float32, unit length."""
    age_posterior: Floats
    """(100,) float32."""
    p_male: float


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A part and the thumbnail of its best shot, of which a track keeps the best only."""

    part: Part
    thumbnail: Pixels


@dataclass(slots=True, eq=False)
class Track:
    """Parts that show one face, one after the other."""

    best: Seen
    parts: list[Part] = field(default_factory=list)

    def add(self, seen: Seen) -> None:
        """Append the next part."""
        self.parts.append(seen.part)
        if seen.part.best.quality > self.best.part.best.quality:
            self.best = seen

    @property
    def last(self) -> Shot:
        """The last shot."""
        return self.parts[-1].shots[-1]

    def shots(self) -> list[Shot]:
        """All shots, at most one in each sampled frame."""
        return [shot for part in self.parts for shot in part.shots]

    def mean(self) -> Floats:
        """(1024,) float32: the mean of the shots' features, scaled to unit length."""
        return mean_features(self.parts)


def mean_features(parts: list[Part]) -> Floats:
    """(1024,) float32: the mean of N >= 1 parts' features, scaled to unit length.

    A part counts as often as it has shots.
    """
    shots = [len(part.shots) for part in parts]
    features = np.stack([part.features for part in parts])
    mean = np.average(features, axis=0, weights=shots)
    unit: Floats = np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)
    return unit


class Tracker:
    """Joins parts into tracks, in the order in which they begin."""

    def __init__(self, near: float) -> None:
        """Start without tracks; `near` is the largest squared distance of features in one."""
        self.tracks: list[Track] = []
        self._open: list[Track] = []
        self._near = near

    def add(self, found: list[Seen]) -> None:
        """Give each of N >= 1 parts that begin in one frame to a track it overlaps and resembles.

        A cut of the film may put another person in the same place: the features tell.
        """
        frame = found[0].part.shots[0].frame
        self._open = [one for one in self._open if frame - one.last.frame <= PATIENCE + 1]
        free = list(found)
        for track, seen in self._pairs(found):
            if track.last.frame < frame and seen in free:
                track.add(seen)
                free.remove(seen)
        begun = [Track(best=seen, parts=[seen.part]) for seen in free]
        self._open += begun
        self.tracks += begun

    def _pairs(self, found: list[Seen]) -> list[tuple[Track, Seen]]:
        """Possible continuations, best overlap first."""
        pairs = []
        for track in self._open:
            last, features = track.last.detection.box, track.parts[-1].features
            for seen in found:
                overlap = last.iou(seen.part.shots[0].detection.box)
                distance = 2.0 - 2.0 * float(features @ seen.part.features)
                if overlap >= OVERLAP and distance <= self._near:
                    pairs.append((overlap, track, seen))
        pairs.sort(key=lambda pair: -pair[0])
        return [(track, seen) for _, track, seen in pairs]
