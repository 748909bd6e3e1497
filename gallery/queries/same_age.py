"""Two people at the same age: for each age at which both were photographed, the faces that fit."""

import heapq
import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import product

from gallery import ages
from gallery.models import Person
from gallery.queries.growing import Glimpse, glimpse
from gallery.queries.sightings import Sighting, sightings

BEST = 6  # faces of an age among which the pair is looked for
APART = 0.35  # years between two faces at which a pair is worth a third
BABY = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5)  # years: a baby changes faster than a birthday comes


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people at nearly the same age."""

    one: Glimpse
    other: Glimpse
    words: str
    """Such as "6 years"."""


@dataclass(frozen=True, slots=True)
class SameAge:
    pairs: list[Pair]
    """Youngest first."""
    unborn: list[Person]
    """Whose birth nobody knows, so that no age can be told."""


Aged = tuple[float, float, Sighting]  # looks, age in years, face


def same_age(person: Person, other: Person) -> SameAge:
    exact = ages.is_exact(person) and ages.is_exact(other)
    by_age = [_by_age(one, exact=exact) for one in (person, other)]
    both = sorted(by_age[0].keys() & by_age[1].keys())
    return SameAge(
        pairs=[
            Pair(
                *_nearest(by_age[0][age], by_age[1][age], (person, other)),
                words=_words(age, exact=exact),
            )
            for age in both
        ],
        unborn=[one for one in (person, other) if ages.birth_moment(one) is None],
    )


def _by_age(person: Person, *, exact: bool) -> dict[float, list[Aged]]:
    """Faces by the age at which their stretch of life begins, in years."""
    found: dict[float, list[Aged]] = defaultdict(list)
    for seen in sightings(person):
        age = ages.decimal_years_on(person, seen.day)
        if age is not None:
            found[_stretch(age, exact=exact)].append((seen.looks, age, seen))
    return found


def _stretch(age: float, *, exact: bool) -> float:
    """Where the stretch of life begins in which two faces are of one age."""
    if age >= 2 or not exact:
        return float(math.floor(age))
    return max(start for start in BABY if start <= age)


def _nearest(
    theirs: list[Aged], others: list[Aged], people: tuple[Person, Person]
) -> tuple[Glimpse, Glimpse]:
    """The two faces that look best and are nearest in age."""
    one, other = max(
        product(_best(theirs), _best(others)),
        key=lambda two: two[0][0] * two[1][0] * math.exp(-abs(two[0][1] - two[1][1]) / APART),
    )
    return glimpse(people[0], one[2]), glimpse(people[1], other[2])


def _best(found: list[Aged]) -> list[Aged]:
    return heapq.nlargest(BEST, found, key=lambda aged: aged[0])


def _words(age: float, *, exact: bool) -> str:
    if exact and age < 2:
        return f"{round(12 * age)} months" if age else "newborn"
    years = ages.in_words(str(int(age))) if age else "a baby"
    return years if exact or not age else f"about {years}"
