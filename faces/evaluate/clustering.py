"""Measures a clustering as the paper does: tuned on a tenth of the people, tested on the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from faces.cluster import Constraints, Items, Parameters, partition
from faces.cluster.across import join_across
from faces.cluster.compared import comparable
from faces.evaluate.layouts import Layout
from faces.evaluate.measures import Agreement, agreement, bcubed
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

    Each by the linkage alone, and with the pieces joined by the second stage.

    Args:
        seen: the set.
        layout: for FG-NET the tuning people are 001 to 010, else a tenth of the people (of the
            albums, where there are several), drawn anew for each seed. LFW's people of the first
            seed chose the defaults, so no seed is tested on them.
        parameters: how to cluster.
        dated: draw a birth year for each person and give the photos its dates, by the seed.
        seeds: of the draws.

    Raises:
        ValueError: the set says no ages, and is to be dated.
    """
    runs: dict[str, list[tuple[float, Agreement]]] = {}
    chose = drawn(seen, layout, np.random.default_rng(SEEDS[0]))
    for seed in seeds:
        years = draw_years(seen, np.random.default_rng(seed)) if dated else None
        tuning = drawn(seen, layout, np.random.default_rng(seed))
        tested = ~(tuning | chose) if layout == "lfw" else ~tuning
        several = len({label.album for label in seen.labels}) > 1
        growth = 1.0 if several else float(tested.sum() / tuning.sum())
        best = best_threshold(list(albums(seen, tuning, years)), parameters, growth)
        testing = list(albums(seen, tested, years))
        for name, threshold in (("default", parameters.threshold), ("tuned", best)):
            how = replace(parameters, threshold=threshold)
            for joins in (False, True):
                found = _mean(testing, how, joins=joins)
                runs.setdefault(f"{name}, joined" if joins else name, []).append((threshold, found))
    return {name: _summed_up(done) for name, done in runs.items()}


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
    items = Items(comparable(seen.features), seen.ages, unknown if years is None else years, ids)
    names = np.array([label.album for label in seen.labels])
    for album in np.unique(names[chosen]):
        here = np.flatnonzero(chosen & (names == album))
        yield items.take(here), seen.people[here]


def best_threshold(
    tuning: list[tuple[Items, Ints]], parameters: Parameters, growth: float = 1.0
) -> float:
    """Return the threshold of the largest BCubed F, the mean over albums; the least of a tie.

    Of more people more pairs can go wrong: what precision lacks grows with their number, beside
    what it has. So few people ask for the F that `growth` times as many would have.
    """
    f = np.zeros(len(THRESHOLDS))
    for items, people in tuning:
        for place, labels in enumerate(partitions(items, parameters, THRESHOLDS.tolist())):
            precision, recall, _ = bcubed(labels, people)
            expected = 1.0 / (1.0 + growth * (1.0 / precision - 1.0))
            f[place] += 2.0 * expected * recall / (expected + recall)
    return float(THRESHOLDS[f.argmax()])


def _mean(testing: list[tuple[Items, Ints]], parameters: Parameters, *, joins: bool) -> Agreement:
    rows = []
    for items, people in testing:
        nothing = Constraints.none(len(items))
        labels = partition(items, nothing, parameters).labels
        if joins:
            labels = join_across(items, nothing, labels).labels
        rows.append(agreement(labels, people))
    return Agreement(*np.mean([list(asdict(row).values()) for row in rows], axis=0).tolist())


def _summed_up(runs: list[tuple[float, Agreement]]) -> Measured:
    def of(values: list[float]) -> tuple[float, float]:
        return float(np.mean(values)), float(np.std(values))

    measures = {name: of([getattr(a, name) for _, a in runs]) for name in MEASURES}
    return Measured(of([threshold for threshold, _ in runs]), measures)
