"""From birth years to the outlines of an SVG: a dot for each face, equal years upon each other."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from faces.types import Bools, Doubles

WIDE, LOWEST, HIGHEST = 640.0, 44.0, 140.0  # of the drawing
LARGEST, SMALLEST = 5.0, 1.5  # radius of a dot
APART = 2.2  # from one dot to the next, in radii
WAYS = (1, 2, 5, 10, 20, 50, 100)  # years of a column, or between two ticks
COLUMNS, TICKS = 56, 6


@dataclass(frozen=True, slots=True)
class Held:
    """What is held to be the year of birth, as decimal years."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Tick:
    year: int
    at: float
    """Percent of the width."""


@dataclass(frozen=True, slots=True)
class Dots:
    """Distances are in units of which the drawing is `wide` and `high`."""

    wide: float
    high: float
    agreeing: str
    disagreeing: str
    left: float
    """Where the interval begins, and how far it goes on."""
    across: float
    middle: float
    ticks: list[Tick]


def draw(born: Doubles, against: Bools, held: Held) -> Dots:
    """Draw N faces.

    Args:
        born: (N,) float64 birth year that each face speaks for, N >= 1.
        against: (N,) whether it disagrees.
        held: beside what they are drawn.
    """
    start = int(np.floor(min(born.min(), held.low))) - 1
    end = int(np.ceil(max(born.max(), held.high))) + 1
    way = _way(end - start, COLUMNS)
    end = start + way * -(-(end - start) // way)
    scale = WIDE / (end - start)
    columns = ((born - start) // way).astype(int).tolist()
    tallest = max(Counter(columns).values())
    radius = max(SMALLEST, min(LARGEST, 0.44 * way * scale, HIGHEST / (APART * tallest)))
    high = min(HIGHEST, max(LOWEST, APART * radius * (tallest + 1)))
    rise = min(APART * radius, (high - 2 * radius) / max(1, tallest - 1))
    outlines: dict[bool, list[str]] = {False: [], True: []}
    heights: Counter[int] = Counter()
    for wrong, column in sorted(zip(against.tolist(), columns, strict=True)):
        y = high - radius - rise * heights[column]
        outlines[wrong].append(_dot((column + 0.5) * way * scale, y, radius))
        heights[column] += 1
    return Dots(
        wide=WIDE,
        high=high,
        agreeing="".join(outlines[False]),
        disagreeing="".join(outlines[True]),
        left=(held.low - start) * scale,
        across=(held.high - held.low) * scale,
        middle=(held.middle - start) * scale,
        ticks=_ticks(start, end),
    )


def _ticks(start: int, end: int) -> list[Tick]:
    way = _way(end - start, TICKS)
    years = range(-(-start // way) * way, end, way)
    # A year begins at its tick's left and ends one year on: the words stand under its middle.
    ticks = [Tick(year, 100.0 * (year + 0.5 - start) / (end - start)) for year in years]
    return [tick for tick in ticks if 3 <= tick.at <= 97]


def _way(years: int, most: int) -> int:
    """The shortest of our ways of which so many go at most into some years."""
    return next((way for way in WAYS if years / way <= most), WAYS[-1])


def _dot(x: float, y: float, radius: float) -> str:
    half = f"a{radius:.1f} {radius:.1f} 0 1 0"
    return f"M{x - radius:.1f} {y:.1f}{half} {2 * radius:.1f} 0{half} {-2 * radius:.1f} 0z"
