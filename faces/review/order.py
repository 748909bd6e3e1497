"""Which questions come next: those that are expected to settle most items for each answer."""

from collections.abc import Collection, Hashable, Sequence

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
    yes_or_no = [question for question in asked if question.kind != "who"]
    chosen = [
        yes_or_no[i]
        for i in in_company(
            [question.settles for question in yes_or_no],
            [question.chance for question in yes_or_no],
            [_about(question) for question in yes_or_no],
            most,
        )
    ]
    settles = sum(question.settles for question in chosen)
    answers = 1.0 + sum(1.0 - question.chance for question in chosen)
    if len(chosen) == 1:
        answers = 1.0  # yes or no, nothing to take off
    return chosen, settles / answers


def in_company(
    settles: Sequence[float],
    chances: Sequence[float],
    about: Sequence[Collection[Hashable]],
    most: int = TOGETHER,
) -> list[int]:
    """Return the places of those of N questions, the best first, that are best asked at once.

    Args:
        settles: (N,) items that each answer is expected to settle.
        chances: (N,) that it is yes.
        about: (N,) whom each is about: nobody is asked about twice.
        most: how many at once.
    """
    chosen: list[int] = []
    seen: set[Hashable] = set()
    settled, answers = 0.0, 1.0
    for i, concerned in enumerate(about):
        more, cost = settled + settles[i], answers + 1.0 - chances[i]
        if not seen.isdisjoint(concerned) or (chosen and more / cost < settled / answers):
            continue
        chosen.append(i)
        seen.update(concerned)
        settled, answers = more, cost
        if len(chosen) == most:
            break
    return chosen


def _about(question: Question) -> set[tuple[str, int]]:
    if question.kind == "these":
        return {("piece", question.face)}
    return {("person", question.person), ("person", question.other)}
