"""The values that pass between the stages."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, Literal, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Pixels = npt.NDArray[np.uint8]  # (H, W, 3), RGB, upright

FEATURES = 1024  # numbers in the identity features
AGES = 100  # classes of the age posterior: output 0 is age 1
SAME_FACE = 0.5  # intersection over union from which two boxes hold the same face


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions (0..1) of the upright picture's width and height."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """Share of the picture that the box covers."""
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)

    def holds(self, other: "Box") -> bool:
        """Whether the middle of another box is in this one."""
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left < x < self.right and self.top < y < self.bottom

    def iou(self, other: "Box") -> float:
        """Intersection over union with another box: 0 apart, 1 the same."""
        both = Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )
        if both.right <= both.left or both.bottom <= both.top:
            return 0.0
        return both.area / (self.area + other.area - both.area)


@dataclass(frozen=True, slots=True)
class Detection:
    """One face as the detector gives it."""

    box: Box
    landmarks: tuple[tuple[float, float], ...]
    """Left eye, right eye, nose, left and right corner of the mouth, as (x, y) fractions."""
    score: float
    """The detector's confidence, 0..1."""


@dataclass(frozen=True, slots=True)
class Representation:
    """What the network says of N faces."""

    features: Floats
    """(N, 1024) float32 identity features, each row of unit L2 length."""
    age_posterior: Floats
    """(N, 100) float32 softmax over ages 1..100; rows sum to 1."""
    p_male: Floats
    """(N,) float32 P(male), 0..1."""

    def __len__(self) -> int:
        return len(self.features)


class Readable(Protocol):
    """A file to be read: a `Path`, or one that another process has opened for this one."""

    @property
    def name(self) -> str:
        """Its name without folders."""

    def open(self, mode: Literal["rb"], /) -> BinaryIO:
        """Open it at its beginning; each opening has its own position."""

    def stat(self) -> os.stat_result:
        """Tell its length, among others."""


class Detector(Protocol):
    """Finds faces in a picture."""

    @property
    def version(self) -> str:
        """Names the method, its weights and its parameters: rows say which made them."""

    def detect(self, pixels: Pixels) -> list[Detection]:
        """Return the faces of an upright RGB picture, best score first."""

    def look_closer(self, pixels: Pixels) -> list[Detection]:
        """Like `detect`, for a picture at full resolution in which faces are small."""


@runtime_checkable
class Follower(Detector, Protocol):
    """A detector that can look at less than everything: films show the same faces many times."""

    def detect_near(self, pixels: Pixels, boxes: Sequence[Box]) -> list[Detection]:
        """Return the faces that are near to where faces were a moment ago, best score first."""

    def glance(self, pixels: Pixels) -> list[Detection]:
        """Return the large faces, best score first."""


class Representer(Protocol):
    """Runs the multi-output network."""

    @property
    def version(self) -> str:
        """Names the network and its weights: rows say which made them."""

    def represent(self, crops: Pixels) -> Representation:
        """Represent N face crops, (N, 224, 224, 3) uint8 RGB; N may be 0."""
