"""Fits the review's odds (`faces.review.odds`) on FG-NET's people of even number.

What is compared depends on what was joined before, so the model is fitted on the groups that it
meets: albums are reviewed with the model so far, and the groups of all turns join those that it is
fitted on (Ross et al. 2011, "A reduction of imitation learning to no-regret online learning").
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace

import numpy as np

from faces.cluster import Constraints, Items, Parameters, join_across, partition
from faces.evaluate.across import logistic
from faces.evaluate.families import Family, arrange
from faces.evaluate.review import question_by_question
from faces.evaluate.reviewed import most
from faces.evaluate.seen import Seen
from faces.review.candidates import PIECE, split
from faces.review.growing import Bars, judged
from faces.review.likeness import TERMS, Group, Likeness
from faces.review.odds import BESIDE, Weights, beside, choices, nobody, of_nobody
from faces.types import Bools, Doubles, Ints

FIRST_SEEDS = range(101, 105)  # of the albums; those that tests draw are others
SEEDS = (range(201, 207), range(221, 227), range(241, 247))
SHARES = (0.5, 0.8)  # of the pieces, in states in which as many are together rightly
STATES = 150  # that are kept of a turn
FEWEST = 6  # pairs of a state
RIDGE = 0.05
STEPS = 60
OPEN = Weights((0.0,) * len(TERMS), (0.0, 0.0, 0.0), (0.0,) * len(BESIDE))


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The pairs of groups that were compared at one time."""

    pairs: Ints
    """(P, 2) int64 groups."""
    terms: Doubles
    """(P, T) float64."""
    sizes: Ints
    """(G,) int64 the items of each group."""
    same: Bools
    """(P,) bool: most of both are of one person."""


class Recorder(Likeness):
    """Keeps what is compared."""

    def __init__(self, items: Items, truth: Ints) -> None:
        super().__init__(items)
        self.states: list[State] = []
        self._truth = truth
        self._whose: dict[int, int] = {}

    def terms(self, pairs: list[tuple[Group, Group]]) -> Doubles:
        """Return the terms, and keep them."""
        rows = super().terms(pairs)
        if len(pairs) >= FEWEST:
            numbers, places = np.unique(
                [(a.number, b.number) for a, b in pairs], return_inverse=True
            )
            there = {group.number: group for pair in pairs for group in pair}
            groups = [there[number] for number in numbers.tolist()]
            places = places.reshape(-1, 2).astype(np.int64)
            whose = np.array([self._owner(group) for group in groups])
            sizes = np.array([len(group.members) for group in groups], np.int64)
            same = whose[places[:, 0]] == whose[places[:, 1]]
            self.states.append(State(places, rows, sizes, same))
        return rows

    def _owner(self, group: Group) -> int:
        if group.number not in self._whose:
            self._whose[group.number] = most(self._truth[group.members])
        return self._whose[group.number]


def fit_review(seen: Seen) -> tuple[Weights, list[State]]:
    """Fit the weights on albums of some people; in every second of the first no photo has a date.

    Returns:
        The weights, and the states of the last turn, which were not fitted on.
    """
    states = [
        state
        for seed in FIRST_SEEDS
        for state in _begun(_arranged(seen, seed, dated=seed % 2 == 1), seen.people)
    ]
    last: list[State] = []
    weights = fit_weights(states)
    for turn, seeds in enumerate(SEEDS):
        last = []
        for seed in seeds:
            family = arrange(seen, seed)
            recorder = Recorder(family.items, seen.people)
            question_by_question(family, seen.people, likeness=recorder, weights=weights)
            last += recorder.states
        rng = np.random.default_rng(turn)
        drawn = rng.permutation(len(last))
        states += [last[i] for i in drawn[:STATES].tolist()]
        last = [last[i] for i in drawn[STATES:].tolist()]
        weights = fit_weights(states)
    return weights, last


def _arranged(seen: Seen, seed: int, *, dated: bool) -> Family:
    family = arrange(seen, seed)
    if dated:
        return family
    unknown = np.full(len(family.items), np.nan)
    return replace(family, items=replace(family.items, years=unknown))


def _begun(family: Family, truth: Ints) -> Iterator[State]:
    """Give the states of an album in which pieces are apart, or are together as they should."""
    items, said = family.items, family.constraints
    pieces = partition(items, said, Parameters(threshold=PIECE)).labels
    linked = partition(items, said, Parameters()).labels
    owner = np.array([most(truth[pieces == piece]) for piece in range(pieces.max() + 1)])
    rng = np.random.default_rng(0)
    labels = [pieces, join_across(items, said, linked).labels]
    for share in SHARES:
        together = rng.random(len(owner)) < share
        joined = np.where(together, len(owner) + owner, np.arange(len(owner)))
        labels.append(np.unique(joined[pieces], return_inverse=True)[1])
    for one in labels:
        recorder = Recorder(items, truth)
        groups = split(recorder, one)
        judged(recorder, groups, _apart(said).between(groups), OPEN)
        yield from recorder.states


def _apart(said: Constraints) -> Bars:
    return Bars(said, np.full(len(said.groups), -1, np.int64))


def fit_weights(states: list[State]) -> Weights:
    """Fit both steps of the model."""
    terms, none = _fit_choices(states)
    first = Weights(tuple(terms.tolist()), tuple(none.tolist()), ())
    x, same = [], []
    for state in states:
        scores = state.terms @ terms
        chosen = choices(state.pairs, scores, nobody(state.sizes, first))
        rows = beside(state.pairs, scores, chosen, state.sizes)
        best = _best(state, scores)
        x.append(rows[best])
        same.append(state.same[best])
    rows, said = np.concatenate(x), np.concatenate(same)
    second = logistic(rows, said, np.zeros(len(rows)))
    return Weights(first.terms, first.none, tuple(second.tolist()))


def _best(state: State, scores: Doubles) -> Ints:
    """Return the places of the pairs that are the best of one of their groups."""
    order = np.argsort(scores, kind="stable")
    best = np.full(len(state.sizes), -1, np.int64)
    best[state.pairs[order].ravel()] = np.repeat(order, 2)  # the best is written last, and stays
    places: Ints = np.unique(best[best >= 0])
    return places


def _fit_choices(states: list[State]) -> tuple[Doubles, Doubles]:
    """Fit the first step: (T,) weights of the terms, and (3,) of being nobody else.

    By steps of Newton's method with the curvature of the choices as they are, which is never
    negative; a group with several parts has chosen rightly with any of them.
    """
    every = np.concatenate([state.terms for state in states])
    centre, scale = every.mean(axis=0), every.std(axis=0)
    w = np.zeros(len(centre) + 3)
    groups = sum(len(state.sizes) for state in states)
    for _ in range(STEPS):
        ridge = RIDGE * 0.02 * groups
        gradient, curvature = -ridge * w, ridge * np.eye(len(w))
        for state in states:
            slope, bend = _slopes(state, (state.terms - centre) / scale, w)
            gradient += slope
            curvature += bend
        step = np.linalg.solve(curvature, gradient)
        w += step * min(1.0, 1.0 / float(np.abs(step).max()))
        if np.abs(step).max() < 1e-4:
            break
    terms, none = w[:-3] / scale, w[-3:].copy()
    none[0] += float(terms @ centre)
    return terms, none


def _slopes(state: State, z: Doubles, w: Doubles) -> tuple[Doubles, Doubles]:
    """Return the gradient of the log likelihood of all groups' choices, and its curvature."""
    count, width = len(state.sizes), z.shape[1]
    scores = z @ w[:width]
    about = of_nobody(state.sizes)
    chosen = choices(state.pairs, scores, about @ w[width:])
    nobodys, right = np.ones(count), np.zeros(count)
    for side in (0, 1):
        np.add.at(nobodys, state.pairs[:, side], -chosen[:, side])
        np.add.at(right, state.pairs[:, side], chosen[:, side] * state.same)
    nobodys = np.maximum(nobodys, 0.0)
    found = right > 0
    gradient, mean = np.zeros(len(w)), np.zeros((count, len(w)))
    curvature = np.zeros((len(w), len(w)))
    for side in (0, 1):
        group, share = state.pairs[:, side], chosen[:, side]
        wanted = np.where(state.same, share / np.maximum(right[group], 1e-300), 0.0)
        gradient[:width] += (wanted - share) @ z
        curvature[:width, :width] += (z * share[:, None]).T @ z
        np.add.at(mean[:, :width], group, z * share[:, None])
    gradient[width:] += (np.where(found, 0.0, 1.0) - nobodys) @ about
    curvature[width:, width:] += (about * nobodys[:, None]).T @ about
    mean[:, width:] += about * nobodys[:, None]
    return gradient, curvature - mean.T @ mean


def in_words(fitted: tuple[Weights, list[State]]) -> list[str]:
    """Return the lines of a report: the weights, and how true the chances are."""
    weights, states = fitted
    lines = [
        f"{name} ({', '.join(f'{value:.3g}' for value in values)})"
        for name, values in zip(("terms", "none", "beside"), astuple(weights), strict=True)
    ]
    chance, same = _judged(states, weights)
    lines += ["", "| chance of the likeliest pairs | pairs | right |", "|---|---|---|"]
    for low in np.arange(0.0, 1.0, 0.1).tolist():
        here = (chance >= low) & (chance < low + 0.1)
        if here.any():
            lines.append(
                f"| {low:.1f} to {low + 0.1:.1f} | {here.sum()} | {same[here].mean():.0%} |"
            )
    return lines


def _judged(states: list[State], weights: Weights) -> tuple[Doubles, Bools]:
    chance, same = [], []
    for state in states:
        scores = state.terms @ np.array(weights.terms)
        chosen = choices(state.pairs, scores, nobody(state.sizes, weights))
        rows = beside(state.pairs, scores, chosen, state.sizes)
        best = _best(state, scores)
        chance.append(1.0 / (1.0 + np.exp(-(rows[best] @ np.array(weights.beside)))))
        same.append(state.same[best])
    return np.concatenate(chance), np.concatenate(same)
