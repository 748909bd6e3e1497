"""What answers are worth: cluster by cluster, and question by question.

Both sides are given the same album and answer truthfully until everything is right, or nothing is
asked any more. Cluster by cluster, as one does without questions: the largest cluster first, an
answer names it by whom most of its faces are (a name that exists joins the two), and an answer
moves each wrong face to its person; after each cluster the clustering is run again with what was
said, its second stage included. Question by question: `faces.review` says what comes next, and the
same clustering is run again after each turn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from faces.cluster import Parameters, join_across, partition
from faces.evaluate.families import Family, arrange
from faces.evaluate.reviewed import Reviewed, most
from faces.evaluate.seen import Seen
from faces.review import Likeness, Weights, place, questions, together
from faces.types import Doubles, Ints

LEVELS = (0.85, 0.90, 0.95, 0.97, 0.98, 0.99)
GIVEN_UP = 400  # answers


@dataclass(frozen=True, slots=True)
class Point:
    """How things stand after some answers."""

    answers: int
    f: float
    """BCubed."""
    with_names: int
    """Answers once everybody has a name: one more for each who has none yet."""
    named: float
    """Share of faces that are then under their true name."""


Curve = list[Point]
Side = Callable[[Family, Ints], Curve]


def cluster_by_cluster(family: Family, truth: Ints, *, again: bool = True) -> Curve:
    """Name and correct clusters, the largest first.

    Args:
        family: the album.
        truth: (N,) int64 who its faces are.
        again: cluster again after each with what was said; the better of the two for this side.
    """
    album = Reviewed(family, truth)
    _cluster(album)
    curve = [_point(album)]
    while True:
        people, sizes = np.unique(album.people, return_counts=True)
        order = people[np.lexsort((people, -sizes))].tolist()
        waiting = [p for p in order if (album.said[album.people == p] < 0).any()]
        if not waiting:
            return curve
        _name_and_correct(album, waiting[0], curve)
        if again:
            _cluster(album)
            curve.append(_point(album))


def _name_and_correct(album: Reviewed, person: int, curve: Curve) -> None:
    members = np.flatnonzero(album.people == person)
    told = album.said[members]
    if (told >= 0).any():
        who = most(album.truth[members[told >= 0]])
    else:
        who = most(album.truth[members])
        album.answers += 1
    good = members[album.truth[members] == who]
    album.confirm(good, album.named.setdefault(who, person))
    curve.append(_point(album))
    for item in members[(album.truth[members] != who) & (told < 0)].tolist():
        album.move(item)
        album.answers += 1
        curve.append(_point(album))


def _cluster(album: Reviewed) -> None:
    items, said = album.family.items, album.constraints
    album.regroup(join_across(items, said, partition(items, said, Parameters()).labels).labels)


def question_by_question(
    family: Family,
    truth: Ints,
    *,
    moves: bool = True,
    places: bool = False,
    likeness: Likeness | None = None,
    weights: Weights | None = None,
) -> Curve:
    """Answer what the review asks.

    Args:
        family: the album.
        truth: (N,) int64 who its faces are.
        moves: who is asked who somebody is says of each wrong face whose it is, as in the other
            side; else only that it is not.
        places: let the review's model place everybody after each turn, else the clustering.
        likeness: of the album's items.
        weights: the model; None for the fitted one.
    """
    album, likeness = Reviewed(family, truth), likeness or Likeness(family.items)
    curve: Curve = []
    while True:
        if places:
            album.regroup(
                place(family.items, album.constraints, weights=weights, likeness=likeness)
            )
        else:
            _cluster(album)
        curve.append(_point(album))
        if curve[-1].f == 1.0 or album.answers >= GIVEN_UP:
            return curve
        answered = np.array(album.answered, np.int64).reshape(-1, 2)
        asked = questions(
            family.items,
            album.constraints,
            album.album,
            answered,
            weights=weights,
            likeness=likeness,
        )
        if not asked:
            return curve
        sheet, gain = together(asked)
        who = next((question for question in asked if question.kind == "who"), None)
        if who is not None and (not sheet or who.gain > gain):
            album.say_who(who, moves=moves)
            continue
        wrong = sum(map(album.is_wrong, sheet))
        for question in sheet:
            album.answer(question)
        album.answers += 1 if len(sheet) == 1 else 1 + wrong


def _point(album: Reviewed) -> Point:
    missing, named = album.once_named
    return Point(album.answers, album.scores[2], album.answers + missing, named)


def for_f(curve: Curve, level: float) -> float:
    """Return the answers after which F is first that high; infinity if it never is."""
    return min((point.answers for point in curve if point.f >= level), default=np.inf)


def for_names(curve: Curve, level: float) -> float:
    """Return the answers by which that share of faces is under their name, everybody named."""
    return min((point.with_names for point in curve if point.named >= level), default=np.inf)


SIDES: dict[str, Side] = {
    "cluster by cluster": cluster_by_cluster,
    "questions": question_by_question,
}


def review_table(seen: Seen, seeds: Sequence[int], sides: dict[str, Side]) -> list[str]:
    """Return the rows of a Markdown table: answers that two sides need, medians over albums.

    The ratio is the median of the albums' own, of the second side to the first.
    """
    families = [arrange(seen, seed) for seed in seeds]
    curves = [[side(family, seen.people) for family in families] for side in sides.values()]
    lines = [f"| reached | {' | '.join(sides)} | ratio | each album |", "|---" * 5 + "|"]
    starts = [f"{np.median([curve[0].f for curve in found]):.3f}" for found in curves]
    lines.append(f"| F without an answer | {' | '.join(starts)} | | |")
    for what, needed in (("F", for_f), ("faces under their name", for_names)):
        for level in LEVELS:
            counts = np.array([[needed(c, level) for c in found] for found in curves])
            lines.append(f"| {what} {level:g} | {_row(counts)} |")
    return lines


def _row(counts: Doubles) -> str:
    first, second = counts
    each = ", ".join(f"{b:g} of {a:g}" for a, b in counts.T.tolist())
    medians = f"{np.median(first):g} | {np.median(second):g}"
    ratio = f"{np.median(second / first):.2f}" if np.all(np.isfinite(counts) & (first > 0)) else ""
    return f"{medians} | {ratio} | {each}"
