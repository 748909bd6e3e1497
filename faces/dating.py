"""When a photo was taken, by how old the people on it look whose birth is known.

What each face says of the date (`faces.life`) is put together, and says how far a date that the
photo has is to be doubted. How right that is, measured: docs/dating.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from faces.life import STEP, normalised
from faces.types import Doubles

CERTAIN = 20.0
"""Log odds beyond which a difference says nothing."""
ASK = 1.0
"""Log odds of being wrong, 73 %, from which the family is asked about a date."""


@dataclass(frozen=True, slots=True, eq=False)
class Dating:
    """What the people on a photo say of its date."""

    grid: Doubles
    """(T,) float64 decimal years, the middles of cells of STEP."""
    evidence: Doubles
    """(T,) float64 log of the likelihood; -inf where it is impossible."""

    @property
    def chances(self) -> Doubles:
        """(T,) float64, summing to 1."""
        return normalised(self.evidence)

    def interval(self, share: float) -> tuple[float, float]:
        """Return the nearest decimal years between which the date lies with a chance of `share`."""
        passed = np.append(0.0, np.cumsum(self.chances))
        ends = np.searchsorted(passed, passed + share - 1e-9)
        begun = np.flatnonzero(ends < len(passed))
        first = int(begun[np.argmin(ends[begun] - begun)])
        edges = np.append(self.grid - STEP / 2.0, self.grid[-1] + STEP / 2.0)
        return float(edges[first]), float(edges[ends[first]])

    @property
    def likely(self) -> float:
        """The decimal year in the middle of the likeliest twelve months."""
        months = np.convolve(self.chances, np.ones(round(1.0 / STEP)), "valid")
        first = int(months.argmax())
        return float(self.grid[first : first + round(1.0 / STEP)].mean())

    @property
    def year(self) -> int:
        """The likeliest calendar year, of those whose middle is possible if there are any."""
        years = np.floor(self.grid).astype(np.int64)
        chances = np.bincount(years - years[0], self.chances)
        possible = np.isfinite(self.evidence) & (np.abs(self.grid - years - 0.5) < STEP)
        middles = np.bincount((years - years[0])[possible], minlength=len(chances)) > 0
        among = chances * middles if middles.any() else chances
        return int(years[0] + among.argmax())

    def doubt(self, low: float, high: float, *, chance: float) -> float:
        """Return the log odds that a date the photo has is wrong.

        What the ages say if it is right is their likelihood at that date; if it is wrong, the
        mean of that over all possible dates.

        Args:
            low, high: decimal years between which it would be by that date.
            chance: of such a date to be wrong, whatever is on the photo.
        """
        at = (self.grid >= low - STEP / 2.0) & (self.grid <= high + STEP / 2.0)
        possible = np.isfinite(self.evidence)
        if not (at & possible).any():
            return CERTAIN
        likelihood = np.exp(self.evidence - self.evidence.max())
        odds = np.log(likelihood[possible].mean() / likelihood[at & possible].mean())
        prior = np.log(chance) - np.log1p(-chance)
        return float(np.clip(odds + prior, -CERTAIN, CERTAIN))


def date_photo(grid: Doubles, faces: Sequence[Doubles], *, earliest: float) -> Dating:
    """Combine what the faces of one photo say of its date.

    Args:
        grid: (T,) float64 decimal years.
        faces: one likelihood for each person on it, (T,) float64, see `Life.likelihood`.
        earliest: the decimal year before which somebody on it was not born, `Life.earliest`.

    Raises:
        ValueError: the whole grid is before `earliest`, or no face is given.
    """
    if not len(faces) or grid[-1] < earliest:
        raise ValueError(f"no face, or none born before {grid[-1]}: {len(faces)}, {earliest}")
    evidence = np.log(np.stack(faces)).sum(axis=0)
    return Dating(grid, np.where(grid + STEP / 2.0 > earliest, evidence, -np.inf))


def dates(first: float, last: float) -> Doubles:
    """Return the middles of cells of STEP from the year of `first` until `last`."""
    return np.arange(np.floor(first) + STEP / 2.0, last, STEP)
