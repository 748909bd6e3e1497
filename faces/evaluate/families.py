"""Dated albums with several people in a photo: constraints, birth years and genders.

What the networks saw of a labelled set is arranged as `album` arranges its photos, without
writing any: so a seed takes a second, and clusterings are compared on the very same albums.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from faces.aggregate import (
    MALE_FROM,
    birth_years,
    expected_age,
    fuse_birth_year,
    fuse_gender,
    vote_gender,
)
from faces.cluster import Constraints, Items, Parameters, comparable, join_across, partition
from faces.evaluate.album import Shot, decimal_year, draw_births, draw_date, draw_groups
from faces.evaluate.measures import agreement
from faces.evaluate.seen import Seen
from faces.types import AGES, Doubles, Floats, Ints

GROUPED = 0.6  # of the photos stand with others: more than in `album`, so that constraints matter
ENOUGH = 3  # faces of a person whose birth year and gender are judged
APART = 50.0  # a threshold that only infinite distances exceed


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """N faces of an album, and what is true of them."""

    seen: Seen
    items: Items
    constraints: Constraints
    """Faces of one photo are different people."""
    born: Doubles
    """(N,) float64 true decimal year of birth; NaN where it is unknown."""


def arrange(seen: Seen, seed: int, *, share: float = GROUPED) -> Family:
    """Date the photos and put some people into one photo; the same seed does the same."""
    rng = np.random.default_rng(seed)
    births = draw_births(seen.labels, rng)
    shots = [Shot(label, draw_date(label, births.get(label.person), rng)) for label in seen.labels]
    place = {label.path: i for i, label in enumerate(seen.labels)}
    groups, years = np.empty(len(seen), np.int64), np.empty(len(seen))
    for number, group in enumerate(draw_groups(shots, births, rng, share=share)):
        for shot in group:
            groups[place[shot.photo.path]] = number
            years[place[shot.photo.path]] = decimal_year(shot.taken_at)
    unknown = float("nan")
    born = [decimal_year(births[x.person]) if x.person in births else unknown for x in seen.labels]
    ids = np.arange(len(seen), dtype=np.int64)
    items = Items(comparable(seen.features), seen.ages, years, ids)
    return Family(seen, items, Constraints(groups), np.array(born, np.float64))


Way = Callable[[Family, Parameters], Ints]


def _joined(family: Family, parameters: Parameters) -> Ints:
    labels = _linked(family, parameters)
    return join_across(family.items, family.constraints, labels).labels


def _linked(family: Family, parameters: Parameters) -> Ints:
    return partition(family.items, family.constraints, parameters).labels


def _unconstrained(family: Family, parameters: Parameters) -> Ints:
    return partition(family.items, Constraints.none(len(family.items)), parameters).labels


def _split_by_photos(family: Family, parameters: Parameters) -> Ints:
    return _linked(family, replace(parameters, split=True, split_threshold=APART))


def _split(family: Family, parameters: Parameters) -> Ints:
    return _linked(family, replace(parameters, split=True))


WAYS: dict[str, Way] = {
    "constraints inside the linkage, pieces joined": _joined,
    "constraints inside the linkage": _linked,
    "no constraints": _unconstrained,
    "then split where a photo says so (the paper)": _split_by_photos,
    "then split at the threshold": _split,
}


def compare(
    seen: Seen, seeds: Sequence[int], parameters: Parameters | None = None
) -> dict[str, Doubles]:
    """Return BCubed P, R, F, K/C and photos that show a person twice, the mean over albums."""
    rows: dict[str, list[list[float]]] = {way: [] for way in WAYS}
    for seed in seeds:
        family = arrange(seen, seed)
        for way, cluster in WAYS.items():
            labels = cluster(family, parameters or Parameters())
            a = agreement(labels, seen.people)
            twice = photos_with_one_twice(labels, family.constraints.groups)
            rows[way].append([a.precision, a.recall, a.f, a.clusters_per_person, twice])
    return {way: np.mean(found, axis=0) for way, found in rows.items()}


def photos_with_one_twice(labels: Ints, groups: Ints) -> int:
    """Count the photos in which two faces are of one cluster."""
    pairs = np.stack([groups, labels], axis=1)[groups >= 0]
    each, faces = np.unique(pairs, axis=0, return_counts=True)
    return len(np.unique(each[faces > 1, 0]))


def judge_birth_years(seen: Seen, seeds: Sequence[int]) -> dict[str, tuple[float, float, int]]:
    """Return mean absolute error and bias in years, and the number of people, of each rule."""
    errors: dict[str, list[float]] = {rule: [] for rule in BIRTH_RULES}
    for seed in seeds:
        family = arrange(seen, seed)
        for members in _people_found(family):
            true = family.born[_owner(family, members)]
            if np.isnan(true):
                continue
            for rule, born in BIRTH_RULES.items():
                errors[rule].append(born(family, members) - float(true))
    return {
        rule: (float(np.abs(found).mean()), float(np.mean(found)), len(found))
        for rule, found in errors.items()
        if found
    }


def judge_genders(seen: Seen, seeds: Sequence[int]) -> dict[str, tuple[int, int]]:
    """Return how many people's gender each rule has right, and of how many it is known."""
    right: dict[str, list[bool]] = {rule: [] for rule in GENDER_RULES}
    for seed in seeds:
        family = arrange(seen, seed)
        for members in _people_found(family):
            true = seen.labels[_owner(family, members)].gender
            if true is None:
                continue
            for rule, is_male in GENDER_RULES.items():
                right[rule].append(is_male(seen.rows.p_male[members]) == (true == "male"))
    return {rule: (sum(found), len(found)) for rule, found in right.items()}


def _people_found(family: Family) -> list[Ints]:
    labels = _joined(family, Parameters())
    clusters = (np.flatnonzero(labels == label) for label in np.unique(labels))
    return [members for members in clusters if len(members) >= ENOUGH]


def _owner(family: Family, members: Ints) -> int:
    """Return one of the members that is of the person who has most of them."""
    people = family.seen.people[members]
    return int(members[people == np.bincount(people).argmax()][0])


def _vote_birth(family: Family, members: Ints) -> float:
    """The birth year of most faces, each by its likeliest age; the middle of a tie."""
    likeliest = family.seen.rows.posteriors[members].argmax(axis=1) + 1
    years = np.round(family.items.years[members] - likeliest)
    values, votes = np.unique(years, return_counts=True)
    return float(np.median(values[votes == votes.max()])) + 0.5


def _product_birth(family: Family, members: Ints) -> float:
    """The birth year of the largest product of the age posteriors, Eq. (1)."""
    posteriors = np.log(np.maximum(family.seen.rows.posteriors[members], 1e-3))
    years = family.items.years[members]
    grid = np.arange(np.floor(years.min()) - AGES, np.ceil(years.max()) + 1)
    ages = np.round(years[:, None] - grid).astype(np.int64) - 1
    known = (ages >= 0) & (ages < AGES)
    rows = np.take_along_axis(posteriors, np.clip(ages, 0, AGES - 1), axis=1)
    return float(grid[np.where(known, rows, np.log(1e-3)).sum(axis=0).argmax()])


def _expected_birth(family: Family, members: Ints) -> float:
    """The mean of the birth years by the expected ages, Eq. (2), as the reference dates them."""
    ages = expected_age(family.seen.rows.posteriors[members])
    return float(birth_years(ages, family.items.years[members], rule="reference").mean())


def _fused_birth(family: Family, members: Ints) -> float:
    ages = family.seen.ages[members]
    return fuse_birth_year(birth_years(ages, family.items.years[members]), ages)[0]


BIRTH_RULES: dict[str, Callable[[Family, Ints], float]] = {
    "voting": _vote_birth,
    "product rule, Eq. (1)": _product_birth,
    "expected value, Eq. (2)": _expected_birth,
    "fused (ours)": _fused_birth,
}
GENDER_RULES: dict[str, Callable[[Floats], bool]] = {
    "voting": lambda p: vote_gender(p) > 0.5,
    "product rule, Eq. (1)": lambda p: fuse_gender(p) > 0.5,
    "expected value": lambda p: float(p.mean()) >= MALE_FROM,
}
