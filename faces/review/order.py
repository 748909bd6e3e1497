"""Which questions come next: those that are expected to settle most items for each answer."""

from collections.abc import Sequence

from faces.cluster import Constraints, Items
from faces.review.candidates import TOGETHER, look, of_people, of_pieces
from faces.review.likeness import Likeness
from faces.review.odds import Weights
from faces.review.values import Album, Question
from faces.types import Ints


def questions(
    items: Items,
    constraints: Constraints,
    album: Album,
    answered: Ints,
    *,
    weights: Weights | None = None,
    likeness: Likeness | None = None,
) -> list[Question]:
    """Return the questions worth asking, the one of the largest gain first.

    The same album has the same questions in the same order.

    Args:
        items: N items.
        constraints: what keeps them apart: photos, and what was refused.
        album: who they are now, and what was said.
        answered: (Q, 2) int64 `face` and `other_face` of questions that are not to be asked
            again.
        weights: the model; None for the fitted one.
        likeness: of these items, if it was prepared before.
    """
    if not len(items):
        return []
    likeness = likeness or Likeness(items)
    now = look(likeness, items, constraints, album, weights or Weights())
    asked = {frozenset(pair) for pair in answered.tolist()}
    found = [
        question
        for question in (*of_pieces(now, album), *of_people(now, album))
        if frozenset((question.face, question.other_face)) not in asked
    ]
    return sorted(found, key=lambda q: (-round(q.gain, 9), q.kind, q.face, q.other_face))


def together(asked: Sequence[Question], most: int = TOGETHER) -> tuple[list[Question], float]:
    """Return questions that are best asked at once, and the items settled by each answer.

    One answer says yes to all that are not taken off. The surest pay best in company: each that
    is wrong costs an answer of its own, so another joins as long as that raises what an answer
    settles. Nobody is asked about twice at once.

    Args:
        asked: questions, the one of the largest gain first; those that ask who are left out.
        most: how many at once.
    """
    chosen: list[Question] = []
    seen: set[tuple[str, int]] = set()
    settles, answers = 0.0, 1.0
    for question in asked:
        about = _about(question)
        if question.kind == "who" or not seen.isdisjoint(about):
            continue
        more, cost = settles + question.settles, answers + 1.0 - question.chance
        if chosen and more / cost < settles / answers:
            continue
        chosen.append(question)
        settles, answers = more, cost
        seen |= about
        if len(chosen) == most:
            break
    if len(chosen) == 1:
        answers = 1.0  # yes or no, nothing to take off
    return chosen, settles / answers


def _about(question: Question) -> set[tuple[str, int]]:
    if question.kind == "these":
        return {("piece", question.face)}
    return {("person", question.person), ("person", question.other)}
