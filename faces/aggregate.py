"""One gender and one birth year per person from many faces."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np

from faces.types import AGES, Doubles, Floats

MALE_FROM = 0.6
"""The reference calls a single face male from this P(male)."""
PERSON_MALE_FROM = 0.5
"""A person is male above this P(male): Eq. (1) compares the two products as they are."""
FLOOR = 1e-3
"""Least probability used, so that one saturated face cannot veto the rest."""
TOP = 3
"""Outputs of the age head that Eq. (2) uses: the L of the paper's Table 8."""

OFFSET = 1.0
"""Years that the network reads a face too old: 1.7 on the tuning people of FG-NET, while children
of UTKFace are read 1 too young; between them, nearer to families."""
WRONG = 0.05
"""Share of faces that say nothing of the person: their density is flat over a century."""
CORRELATION = 0.4
"""Of the errors of two faces of one person at one age."""
NEAR_AGE = 0.3
"""How far apart on the scale of log(age + 2) two faces still err alike."""
TAIL = 0.075
"""Of the posterior on either side of the interval."""
REACH = 25.0
GRID = 0.1
"""Years: how far the grid of birth years reaches beyond the faces, and its step."""

GenderRule = Literal["product", "voting"]
BirthRule = Literal["calibrated", "reference"]


class Gender(StrEnum):
    """What the network tells apart."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class Summary:
    """What the faces of one person say of them; None where they say nothing."""

    gender: Gender | None
    p_male: float | None
    """P(male) 0..1: by the product rule normalised by the number of faces, or the share of
    votes."""
    birth_year: float | None
    """Decimal year of birth; None without a face of known age in a photo of trusted date."""
    low: float | None
    high: float | None
    """Where the birth year lies for about 85 of 100 people."""


def summarise(
    p_male: Floats,
    ages: Doubles,
    years: Doubles,
    *,
    weights: Doubles | None = None,
    gender_rule: GenderRule = "product",
    birth_rule: BirthRule = "calibrated",
) -> Summary:
    """Aggregate the N faces of one person.

    Args:
        p_male: (N,) P(male) of each face, 0..1.
        ages: (N,) float64 age in years at the photo, Eq. (2); NaN where unknown.
        years: (N,) float64 decimal year of the photo; NaN if unknown or not trusted.
        weights: (N,) float64 how much each face counts, above 0; None lets all count alike.
        gender_rule: "product", Eq. (1), or "voting".
        birth_rule: "calibrated" or "reference", see `birth_years`.
    """
    share = None
    gender = None
    count = np.ones(len(p_male)) if weights is None else weights
    if len(p_male):
        fuse = fuse_gender if gender_rule == "product" else vote_gender
        share = fuse(p_male, weights=count)
        gender = Gender.MALE if share > PERSON_MALE_FROM else Gender.FEMALE
    dated = ~np.isnan(ages) & ~np.isnan(years)
    if not dated.any():
        return Summary(gender, share, None, None, None)
    born = birth_years(ages[dated], years[dated], rule=birth_rule)
    return Summary(gender, share, *fuse_birth_year(born, ages[dated], count[dated]))


def fuse_gender(p_male: Floats, *, weights: Doubles | None = None, floor: float = FLOOR) -> float:
    """Return P(male) of one person by the product rule (paper, Eq. (1)).

    The person is male where the sum of log P(male) over the faces exceeds that of
    log P(female). Divided by the number of faces both sums become geometric means, and P(male)
    is the first's share of both: above 0.5 for a male, and no surer for many alike faces than
    for one, as they are not independent.

    Args:
        p_male: (N,) P(male) of each face, N >= 1.
        weights: (N,) exponent of each face in the product; None gives each the same.
        floor: least probability used for either gender.
    """
    p = np.clip(p_male.astype(np.float64), floor, 1.0 - floor)
    odds = np.average(np.log(p) - np.log1p(-p), weights=weights)
    return float(1.0 / (1.0 + np.exp(-odds)))


def vote_gender(
    p_male: Floats, *, weights: Doubles | None = None, male_from: float = MALE_FROM
) -> float:
    """Return the share of (N,) faces that are male by themselves: simple voting (paper, 2.2)."""
    return float(np.average(p_male >= male_from, weights=weights))


def expected_age(posteriors: Floats, *, top: int = TOP) -> Doubles:
    """Return the age of each face from the `top` largest outputs of the age head, Eq. (2).

    Args:
        posteriors: (N, 100) softmax over ages 1..100; output 0 is age 1.
        top: the paper's L.

    Returns:
        (N,) float64 ages in years, 1..100.

    Raises:
        ValueError: `posteriors` is not (N, 100), or `top` is not 1..100.
    """
    if posteriors.ndim != 2 or posteriors.shape[1] != AGES:
        raise ValueError(f"posteriors must be (N, {AGES}), got {posteriors.shape}")
    if not 1 <= top <= AGES:
        raise ValueError(f"top must be 1..{AGES}, got {top}")
    # A stable sort of the negated outputs: of equal ones the lower age is used.
    best = np.argsort(-posteriors, axis=1, kind="stable")[:, :top]
    p = np.take_along_axis(posteriors, best, axis=1).astype(np.float64)
    ages: Doubles = ((best + 1.0) * p).sum(axis=1) / p.sum(axis=1)
    return ages


def birth_years(ages: Doubles, years: Doubles, *, rule: BirthRule = "calibrated") -> Doubles:
    """Return (N,) the birth year that each face speaks for: the photo's year less the age.

    "calibrated" takes `OFFSET` off the age first. "reference" is the reference's
    year - (age - 0.5), with the decimal year in place of its whole months.
    """
    return years - ages + (OFFSET if rule == "calibrated" else 0.5)


def fuse_birth_year(
    born: Doubles, ages: Doubles, weights: Doubles | None = None
) -> tuple[float, float, float]:
    """Return the birth year that the faces of one person agree on, and its interval.

    Each face says its birth year with a normal error of 1 + 0.3 age years, or with a chance of
    5 % something that is wrong altogether (a face of somebody else, a wrong date): so childhood
    decides, and one child's face does not overturn sixty of its mother. Faces at about the same
    age err alike, so the more there are, the less each counts: by 1 / (1 + 0.4 (m - 1)) where m
    is the number of faces near its age on the scale of log(age + 2). The answer is the median
    of the posterior on a grid of birth years, the interval its middle 85 %.

    The numbers were chosen on one half of FG-NET's people and held on the other: there the
    interval held 87 % of the true birth years (docs/clustering.md).

    Args:
        born: (N,) float64 birth year of each face, N >= 1.
        ages: (N,) float64 age in years of each face.
        weights: (N,) float64 how much each face's evidence counts; None: all alike.

    Returns:
        Birth year, low and high, in decimal years.
    """
    grid = np.arange(born.min() - REACH, born.max() + REACH, GRID)
    evidence = birth_evidence(grid, born, ages, errors=1.0 + 0.3 * ages, weights=weights)
    posterior = np.cumsum(np.exp(evidence - evidence.max()))
    middle, low, high = np.searchsorted(posterior / posterior[-1], [0.5, TAIL, 1.0 - TAIL])
    return float(grid[middle]), float(grid[low]), float(grid[high])


def birth_evidence(
    grid: Doubles, born: Doubles, ages: Doubles, *, errors: Doubles, weights: Doubles | None = None
) -> Doubles:
    """Return how well the faces of one person agree with each birth year of a grid.

    Args:
        grid: (G,) float64 birth years.
        born: (N,) float64 birth year of each face, N >= 1.
        ages: (N,) float64 age in years of each face.
        errors: (N,) float64 standard error in years of each.
        weights: (N,) float64 how much each face's evidence counts; None: all alike.

    Returns:
        (G,) float64 log of the posterior, up to a constant; see `fuse_birth_year`.
    """
    counts = independence(ages) if weights is None else independence(ages) * weights
    evidence: Doubles = counts @ face_evidence(grid, born, errors)
    return evidence


def independence(ages: Doubles) -> Doubles:
    """Return (N,) how much each face counts beside those of about its age; see above."""
    place = np.log(ages + 2.0)
    near = np.exp(-0.5 * ((place[:, None] - place) / NEAR_AGE) ** 2).sum(axis=1)
    counts: Doubles = 1.0 / (1.0 + CORRELATION * (near - 1.0))
    return counts


def face_evidence(grid: Doubles, born: Doubles, errors: Doubles) -> Doubles:
    """Return (N, G) how well each face agrees with each birth year, as the log of a density."""
    deviation = (grid - born[:, None]) / errors[:, None]
    density = np.exp(-0.5 * deviation**2) / (errors[:, None] * np.sqrt(2.0 * np.pi))
    evidence: Doubles = np.log((1.0 - WRONG) * density + WRONG / 100.0)
    return evidence
