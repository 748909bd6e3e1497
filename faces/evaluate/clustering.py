"""Measures a clustering as the paper does: tuned on a tenth of the people, tested on the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from faces.cluster import Constraints, Items, Parameters, partition
from faces.evaluate.layouts import Layout
from faces.evaluate.measures import Agreement, agreement
from faces.evaluate.seen import Seen
from faces.evaluate.sweep import partitions
from faces.types import Bools, Doubles, Ints

SEEDS = (0, 1, 2, 3, 4)
TENTH = 0.1
BORN = (1950, 2005)
TUNED_ON = {f"{number:03}" for number in range(1, 11)}  # of FG-NET
THRESHOLDS: Doubles = np.round(np.arange(0.40, 1.401, 0.02), 2)
MEASURES = (
    "clusters_per_person",
    "ari",
    "ami",
    "homogeneity",
    "completeness",
    "precision",
    "recall",
    "f",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Each measure's mean and deviation over the seeds."""

    threshold: tuple[float, float]
    measures: dict[str, tuple[float, float]]


def measure(
    seen: Seen, layout: Layout, parameters: Parameters, *, dated: bool, seeds: Sequence[int] = SEEDS
) -> dict[str, Measured]:
    """Measure with the threshold given, and with the one that is best for the tuning people.

    Args:
        seen: the set.
        layout: for FG-NET the tuning people are 001 to 010, else a tenth of the people (of the
            albums, where there are several), drawn anew for each seed.
        parameters: how to cluster.
        dated: draw a birth year for each person and give the photos its dates, by the seed.
        seeds: of the draws.

    Raises:
        ValueError: the set says no ages, and is to be dated.
    """
    given, tuned = [], []
    for seed in seeds:
        years = draw_years(seen, np.random.default_rng(seed)) if dated else None
        tuning = drawn(seen, layout, np.random.default_rng(seed))
        threshold = best_threshold(list(albums(seen, tuning, years)), parameters)
        testing = list(albums(seen, ~tuning, years))
        given.append((parameters.threshold, _mean(testing, parameters)))
        tuned.append((threshold, _mean(testing, replace(parameters, threshold=threshold))))
    return {"default": _summed_up(given), "tuned": _summed_up(tuned)}


def drawn(seen: Seen, layout: Layout, rng: np.random.Generator) -> Bools:
    """(N,) bool: the faces that parameters may be tuned on."""
    if layout == "fgnet":
        return np.array([label.person in TUNED_ON for label in seen.labels], np.bool_)
    several = len({label.album for label in seen.labels}) > 1
    of = np.array([label.album if several else label.person for label in seen.labels])
    everyone = np.unique(of)
    return np.isin(of, rng.permutation(everyone)[: max(1, round(TENTH * len(everyone)))])


def draw_years(seen: Seen, rng: np.random.Generator) -> Doubles:
    """(N,) float64 decimal years of photos, of people whose birth years are drawn."""
    if np.isnan(seen.true_ages).any():
        raise ValueError("the set does not say how old its people are: it cannot be dated")
    born = rng.uniform(*BORN, int(seen.people.max()) + 1)
    return born[seen.people] + seen.true_ages + rng.uniform(0.0, 1.0, len(seen))


def albums(seen: Seen, chosen: Bools, years: Doubles | None) -> Iterator[tuple[Items, Ints]]:
    """Give the items of each album among the chosen faces, and who they are."""
    unknown = np.full(len(seen), np.nan)
    ids = np.arange(len(seen), dtype=np.int64)
    items = Items(seen.features, seen.ages, unknown if years is None else years, ids)
    names = np.array([label.album for label in seen.labels])
    for album in np.unique(names[chosen]):
        here = np.flatnonzero(chosen & (names == album))
        yield items.take(here), seen.people[here]


def best_threshold(tuning: list[tuple[Items, Ints]], parameters: Parameters) -> float:
    """Return the threshold of the largest BCubed F, the mean over albums; the least of a tie."""
    f = np.zeros(len(THRESHOLDS))
    for items, people in tuning:
        found = partitions(items, parameters, THRESHOLDS.tolist())
        f += [agreement(labels, people).f for labels in found]
    return float(THRESHOLDS[f.argmax()])


def _mean(testing: list[tuple[Items, Ints]], parameters: Parameters) -> Agreement:
    rows = []
    for items, people in testing:
        labels = partition(items, Constraints.none(len(items)), parameters).labels
        rows.append(agreement(labels, people))
    return Agreement(*np.mean([list(asdict(row).values()) for row in rows], axis=0).tolist())


def _summed_up(runs: list[tuple[float, Agreement]]) -> Measured:
    def of(values: list[float]) -> tuple[float, float]:
        return float(np.mean(values)), float(np.std(values))

    measures = {name: of([getattr(a, name) for _, a in runs]) for name in MEASURES}
    return Measured(of([threshold for threshold, _ in runs]), measures)
