"""From birth years to the outlines of an SVG: a dot for each face, equal years upon each other.

Where there are too many for dots, a bar for each year.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from faces.types import Bools, Doubles

WIDE, LOWEST, HIGHEST = 640.0, 44.0, 140.0  # of the drawing
LARGEST, SMALLEST = 5.0, 1.6  # radius of a dot
APART = 2.2  # from one dot to the next, in radii
ROOM = 0.9  # of the height for the highest bar
FILLED = 0.8  # of its column by a bar or a dot
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
class Drawing:
    """Distances are in units of which the drawing is `wide` and `high`."""

    wide: float
    high: float
    agreeing: str
    disagreeing: str
    bars: bool
    """Whether bars stand for the dots."""
    left: float
    """Where the interval begins, and how far it goes on."""
    across: float
    middle: float
    ticks: list[Tick]


@dataclass(frozen=True, slots=True)
class Column:
    """The faces of a year, or of neighbouring years."""

    left: float
    width: float
    agreeing: int
    disagreeing: int

    @property
    def tall(self) -> int:
        return self.agreeing + self.disagreeing


def draw(born: Doubles, against: Bools, held: Held) -> Drawing:
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
    columns = list(_columns((born - start) // way, against, width=way * scale))
    tallest = max(column.tall for column in columns)
    radius = min(LARGEST, FILLED * way * scale / 2, HIGHEST / (APART * tallest))
    bars = radius < SMALLEST
    high = HIGHEST if bars else max(LOWEST, APART * radius * (tallest + 1))
    parts = [
        _bars(column, high, ROOM * high / tallest) if bars else _dots(column, high, radius)
        for column in columns
    ]
    return Drawing(
        wide=WIDE,
        high=high,
        agreeing="".join(part for part, _ in parts),
        disagreeing="".join(part for _, part in parts),
        bars=bars,
        left=(held.low - start) * scale,
        across=(held.high - held.low) * scale,
        middle=(held.middle - start) * scale,
        ticks=_ticks(start, end),
    )


def _columns(places: Doubles, against: Bools, *, width: float) -> Iterator[Column]:
    agreeing = Counter(places[~against].astype(int).tolist())
    disagreeing = Counter(places[against].astype(int).tolist())
    for place in sorted(agreeing | disagreeing):
        yield Column(place * width, width, agreeing[place], disagreeing[place])


def _bars(column: Column, high: float, each: float) -> tuple[str, str]:
    """What agrees at the bottom, what does not upon it."""
    left, right = column.left + 0.1 * column.width, column.left + 0.9 * column.width
    ground, between = high, high - each * column.agreeing
    top = between - each * column.disagreeing

    def bar(low: float, up: float) -> str:
        return f"M{left:.1f} {low:.1f}V{up:.1f}H{right:.1f}V{low:.1f}z" if low > up else ""

    return bar(ground, between), bar(between, top)


def _dots(column: Column, high: float, radius: float) -> tuple[str, str]:
    half = f"a{radius:.1f} {radius:.1f} 0 1 0"
    left = column.left + column.width / 2 - radius
    dots = [
        f"M{left:.1f} {high - radius - APART * radius * place:.1f}"
        f"{half} {2 * radius:.1f} 0{half} {-2 * radius:.1f} 0z"
        for place in range(column.tall)
    ]
    return "".join(dots[: column.agreeing]), "".join(dots[column.agreeing :])


def _ticks(start: int, end: int) -> list[Tick]:
    way = _way(end - start, TICKS)
    years = range(-(-start // way) * way, end, way)
    # The words stand under the middle of their year; those at the edge would be cut off.
    ticks = [Tick(year, 100.0 * (year + 0.5 - start) / (end - start)) for year in years]
    return [tick for tick in ticks if 3 <= tick.at <= 97]


def _way(years: int, most: int) -> int:
    """The shortest of our ways of which so many go at most into some years."""
    return next((way for way in WAYS if years / way <= most), WAYS[-1])
