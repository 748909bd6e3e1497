"""A face as other galleries know it: the hash of its original, its box, its moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from faces.types import Box
from gallery.pipeline.remember import ENOUGH, SAME_MOMENT


@dataclass(frozen=True, slots=True)
class Place:
    """Where a face is."""

    sha256: str
    """Of the original."""
    box: Box | None
    """In fractions of the upright picture; None: the whole photo is meant."""
    time: float | None = None
    """Seconds; of videos only."""

    def likeness(self, other: "Place") -> float:
        """How surely both are the same face: 0 not at all, 1 the same box; two photos alike: 1."""
        if self.sha256 != other.sha256 or (self.box is None) != (other.box is None):
            return 0.0
        if self.box is None or other.box is None:
            return 1.0
        both = self.time is not None and other.time is not None
        apart = abs((self.time or 0.0) - (other.time or 0.0)) if both else 0.0
        overlap = self.box.iou(other.box)
        return overlap if overlap >= ENOUGH and apart <= SAME_MOMENT else 0.0

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {"sha256": self.sha256}
        if self.box is not None:
            told["box"] = edges(self.box)
        if self.time is not None:
            told["time"] = self.time
        return told


def edges(box: Box) -> list[float]:
    return [box.left, box.top, box.right, box.bottom]


def place(sha256: str, box: Iterable[float | None], time: float | None) -> Place | None:
    """Make a place of a row's columns; None if it has no original."""
    known = [edge for edge in box if edge is not None]
    return Place(sha256, Box(*known) if len(known) == 4 else None, time) if sha256 else None
