"""One person through the years: when they were born, and how old they look at which age.

An age read off a face has an error that is large, not the same at every age, and alike in all
faces of one person at about one age: somebody who looks old for forty does so in every photo. So
a face is compared with the other dated faces of its person. `faces.dating` dates photos by that.
"""

from dataclasses import dataclass

import numpy as np

from faces.aggregate import birth_years, face_evidence, independence
from faces.types import Bools, Doubles, Ints

STEP = 0.25
"""Years: the step of the grid of dates."""
AT = (0.5, 2.0, 4.0, 7.0, 10.0, 14.0, 18.0, 24.0, 32.0, 42.0, 55.0, 70.0, 90.0)
BIAS = (1.4, 1.2, 1.0, 1.6, 1.9, 3.7, 6.0, 5.8, 1.6, -3.2, -7.5, -11.0, -14.0)
SPREAD = (1.9, 2.2, 3.0, 4.9, 6.2, 7.1, 6.3, 5.8, 6.4, 7.4, 9.1, 9.7, 10.6)
"""By how much faces of each true age are read too old, and the standard error about that, in
years: between FG-NET's people of odd number and the part of UTKFace, which differ by 3 to 5
years; half of that difference is in the spread."""
ALIKE = 0.5
"""Correlation of the errors of two faces of one person at one age."""
NEAR_AGE = 0.4
"""How far apart on the scale of log(age + 2) two faces still err alike."""
LARGEST = 2.5
"""Deviations: an error beyond counts as this much, so that a stranger's face is no habit."""
WRONG = 0.05
"""Share of faces that say nothing of the person: somebody else's, or read altogether wrong."""
CONFIRMED_WRONG = 0.01
"""The same of faces that somebody has confirmed."""
CENTURY = 100.0
ENOUGH = 300
"""Dated faces of one person; more of them make nothing surer."""
_PLACES = np.linspace(np.log(2.0), np.log(112.0), 64)  # of ages, on the scale of log(age + 2)
_AGES = np.exp(_PLACES) - 2.0
_BIRTHS = 9  # birth years that stand for all that are possible
_POSSIBLE = 1e-3  # of the likeliest birth year's chance
_MARGIN = 5.0  # years by which an estimated birth may be earlier still
_REACH = 25.0  # years beyond the faces in which a birth is looked for


@dataclass(frozen=True, slots=True, eq=False)
class Dated:
    """N faces of one person in photos whose dates are trusted."""

    ages: Doubles
    """(N,) float64 ages in years by Eq. (2)."""
    years: Doubles
    """(N,) float64 decimal years of their photos."""
    groups: Ints
    """(N,) int64: those that share a number share what may be wrong with their date."""

    def __len__(self) -> int:
        return len(self.ages)

    def spread_out(self, most: int = ENOUGH) -> "Dated":
        """Return at most so many of them, evenly over their dates."""
        if len(self) <= most:
            return self
        order = np.argsort(self.years, kind="stable")
        chosen = order[np.linspace(0, len(self) - 1, most).round().astype(np.int64)]
        return Dated(self.ages[chosen], self.years[chosen], self.groups[chosen])


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of one face in the photo that is to be dated."""

    age: float
    """Years, by Eq. (2)."""
    quality: float = 1.0
    """0..1."""
    wrong: float = WRONG
    """The chance that it says nothing of its person."""
    group: int | None = None
    """The dated faces among which it is itself: they are left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Life:
    """One person: when they may have been born, and how their age is misread at each age.

    What stands under each birth year and each of P ages: the sum of the weights of the dated
    faces near that age, and of their errors with these weights, as a Gaussian process whose
    faces all correlate by `ALIKE` wants them.
    """

    births: Doubles
    """(B,) float64 decimal years of birth that are possible."""
    earliest: float
    """The decimal year before which they are on no photo."""
    evidence: Doubles | None
    """(N, B) float64 what each dated face says of them, log; None where the birth is typed."""
    faces: Dated
    weights: Doubles
    """(B, N, P) float64 how near in age each face is to each place."""
    errors: Doubles
    """(B, N) float64 by how many deviations each was read too old."""
    sums: Doubles
    """(2, B, P) float64 over the faces: weights, and errors by weight."""

    @classmethod
    def typed(cls, low: float, high: float, faces: Dated) -> "Life":
        """Give the life of somebody born between two decimal years."""
        count = max(1, round((high - low) / STEP))
        births = low + (np.arange(count) + 0.5) * (high - low) / count
        return cls._of(births, low, None, faces.spread_out())

    @classmethod
    def estimated(cls, faces: Dated) -> "Life | None":
        """Give the life of somebody whose birth only the dated faces tell; None without any."""
        if not len(faces):
            return None
        kept = faces.spread_out()
        born, errors = birth_years(kept.ages, kept.years), 1.0 + 0.3 * kept.ages
        counts = independence(kept.ages)
        grid = np.arange(born.min() - _REACH, born.max() + _REACH, STEP)
        total = counts @ face_evidence(grid, born, errors)
        possible = grid[total > total.max() + np.log(_POSSIBLE)]
        births = np.linspace(possible[0], possible[-1], min(_BIRTHS, len(possible)))
        evidence = counts[:, None] * face_evidence(births, born, errors)
        return cls._of(births, float(births[0]) - _MARGIN, evidence, kept)

    @classmethod
    def _of(
        cls, births: Doubles, earliest: float, evidence: Doubles | None, faces: Dated
    ) -> "Life":
        true = np.maximum(faces.years - births[:, None], 0.0)
        bias, spread = misread(true)
        errors = np.clip((faces.ages - true - bias) / spread, -LARGEST, LARGEST)
        apart = (np.log(true + 2.0)[:, :, None] - _PLACES) / NEAR_AGE
        weights = np.exp(-0.5 * apart**2)
        return cls(births, earliest, evidence, faces, weights, errors, _sums(weights, errors))

    def likelihood(self, grid: Doubles, reading: Reading) -> Doubles | None:
        """Return how likely a face of this person is to be read as it was, at each date.

        Args:
            grid: (T,) float64 decimal years.
            reading: of the face.

        Returns:
            (T,) float64 density per year of age; None where without the faces that are left
            out nothing is known of the birth.
        """
        left_out = self.faces.groups == reading.group  # none where the group is None
        if self.evidence is not None and left_out.all():
            return None
        chances = self._chances(left_out)
        total, errors = self.sums - _sums(self.weights[:, left_out], self.errors[:, left_out])
        known = ALIKE / (1.0 + ALIKE * np.maximum(total - 1.0, 0.0))
        habits, doubts = known * errors, np.sqrt(np.maximum(1.0 - ALIKE * known * total, ALIKE))
        at_ages = chances[:, None] * _normal(reading, habits, doubts)
        density = np.zeros(len(grid))
        for birth, at_age in zip(self.births, at_ages, strict=True):
            alive = np.searchsorted(grid, birth - STEP / 2.0)
            density[alive:] += np.interp(grid[alive:] - birth, _AGES, at_age)
        mixed: Doubles = (1.0 - reading.wrong) * density + reading.wrong / CENTURY
        return mixed

    def _chances(self, left_out: Bools) -> Doubles:
        if self.evidence is None:
            return np.full(len(self.births), 1.0 / len(self.births))
        evidence = self.evidence[~left_out].sum(axis=0)
        return normalised(evidence)


def misread(true: Doubles) -> tuple[Doubles, Doubles]:
    """Return by how much faces of some ages are read too old, and the standard error, in years."""
    place = np.log(true + 2.0)
    at = np.log(np.array(AT) + 2.0)
    return np.interp(place, at, BIAS), np.interp(place, at, SPREAD)


def looked(ages: Doubles) -> Doubles:
    """Return (N,) the true ages at which faces are read as old as these, in years."""
    return np.interp(ages, np.add(AT, BIAS), AT)


def _normal(reading: Reading, habits: Doubles, doubts: Doubles) -> Doubles:
    """Return (B, P) the density of an age to be read at each place.

    Args:
        reading: of the face.
        habits: (B, P) by how many deviations the person is read too old there.
        doubts: (B, P) the share of the deviation that is left.
    """
    bias, spread = misread(_AGES)
    # Of a poor face less can be read: docs/quality.md.
    error = spread * (2.0 - reading.quality) * doubts
    off = (reading.age - _AGES - bias - spread * habits) / error
    normal: Doubles = np.exp(-0.5 * off**2) / (error * np.sqrt(2.0 * np.pi))
    return normal


def normalised(log_chances: Doubles) -> Doubles:
    """Return chances that sum to 1, of logs of them that may be of any size."""
    chances: Doubles = np.exp(log_chances - log_chances.max())
    chances /= chances.sum()
    return chances


def _sums(weights: Doubles, errors: Doubles) -> Doubles:
    return np.stack([weights.sum(axis=1), np.einsum("bn,bnp->bp", errors, weights)])
