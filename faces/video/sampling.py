"""Which frames of a film are looked at, and who is seen in them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from faces.types import Detection, Pixels
from faces.video.film import Film
from faces.video.watching import Watcher

EVERY = 5  # frames from one sampled frame to the next ...
EVERY_WITH_FACES = 3  # ... once a face was found (the paper: "each of, e.g., 3 or 5 frames")
SAMPLED = 1500
"""Most frames looked at: two and a half minutes at 30 frames a second. The frames of a longer
film are sampled farther apart, evenly; where the file hides its length, the rest is not seen."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A sampled frame and its faces."""

    number: int
    """Counts the sampled frames, from 0."""
    time: float
    """Seconds from the film's start."""
    size: tuple[int, int]
    """Width and height of the upright frame before it was reduced."""
    pixels: Pixels
    detections: list[Detection]


def looks(film: Film, watcher: Watcher, most: int) -> Iterator[Look]:
    """Look at each 5th frame, each 3rd while there are faces, at most at so many."""
    stretch = max(1, math.ceil(film.frames_expected / (EVERY_WITH_FACES * most)))
    few, many = EVERY_WITH_FACES * stretch, EVERY * stretch
    wanted, start = 0, 0.0
    found: list[Detection] = []
    for number in range(most):
        likely = (wanted + few,) if found else (wanted + few, wanted + many)
        frame = film.frame_from(wanted, then=likely if number + 1 < most else ())
        if frame is None:
            return
        start = start if number else frame.time
        found = watcher.look(frame.pixels, frame.time)
        size = (frame.width, frame.height)
        yield Look(number, frame.time - start, size, frame.pixels, found)
        wanted = frame.number + (few if found else many)
