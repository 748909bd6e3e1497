"""What a clustering does not dare to change, kept as questions to the family."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef, Prefetch

from faces.cluster import Proposal as Pair
from faces.review import Album as Reviewed
from faces.review import Question as Asked
from faces.review import answers_for, joined
from faces.review import questions as review
from faces.types import Ints
from gallery import jobs
from gallery.models import Face, Library, Person, Proposal, Run
from gallery.pipeline.album import Album
from gallery.pipeline.settle import SOMEBODY_NEW, Move, Settled, members, most_seen

Kind = Proposal.Kind

SEEN = 2  # faces that each of two people needs before somebody is asked about them ...
SEEN_TOGETHER = 5  # ... and both together
MOST = 50  # questions of a kind, after one run
LEAST_GAIN = 0.5  # faces that an answer should settle, or a review asks nothing
LARGEST = 30_000  # faces of an album that is reviewed
OF_REVIEW = (Kind.JOIN, Kind.THESE, Kind.WHO)
FIRST_NEW = 2**62  # from where on people are numbered who have no row yet
NOT_AGAIN = np.empty((0, 2), np.int64)  # what was answered is confirmed or kept apart

Evidence = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; the same again is not asked twice."""

    kind: Kind
    person: int
    other: int | None
    faces: frozenset[int]
    evidence: Evidence = field(default_factory=dict, compare=False)
    """Why it is asked."""
    gain: float = field(default=0.0, compare=False)
    """Faces that an answer is expected to settle."""


def of_moves(album: Album, moves: Iterable[Move]) -> list[Question]:
    """Ask whether faces go from one person to another."""
    return [
        Question(
            Kind.MOVE,
            move.person,
            None if move.other == SOMEBODY_NEW else move.other,
            frozenset(album.items.ids[move.faces].tolist()),
            gain=len(move.faces) / 2,  # of what a clustering did not dare, half comes to be
        )
        for move in moves
    ]


def of_joins(settled: Settled, people: Ints) -> list[Question]:
    """Ask whether two people are one, the likeliest first.

    Args:
        settled: what the clustering says.
        people: (N,) int64 the person of each face now.
    """
    faces = members(settled.labels)
    questions = []
    for pair in settled.joins:
        sides = [people[faces[label]] for label in (pair.first, pair.second)]
        if not _seen_enough(*map(len, sides)):
            continue
        one, two = sorted(most_seen(side) for side in sides)
        if 0 < one < two:
            chance = 1.0 / (1.0 + float(np.exp(-pair.log_odds)))
            gain = chance * joined(*map(len, sides)) / answers_for(chance)
            questions.append(Question(Kind.JOIN, one, two, frozenset(), _why(pair), gain))
    return questions[:MOST]


def numbered(settled: Settled) -> Ints:
    """Return (N,) int64 a number for whom each face is with; who has no row yet has one, too."""
    return np.where(settled.people < 0, FIRST_NEW + settled.labels, settled.people)


def look_over(library: Library, album: Album, numbers: Ints) -> list[Asked]:
    """Look for what settles most: seconds for thousands of faces, so before any transaction.

    Args:
        library: whose album it is.
        album: its faces.
        numbers: of `numbered`.
    """
    if len(numbers) > LARGEST:
        return []
    whose = Reviewed(numbers, album.confirmed, _named(library))
    return review(album.items, album.constraints, whose, NOT_AGAIN)


def of_review(
    library: Library, album: Album, asked: Iterable[Asked], numbers: Ints, people: Ints
) -> list[Question]:
    """Ask whether pieces are right, whether two are one, and who somebody is.

    Args:
        library: whose album it is.
        album: its faces.
        asked: what `look_over` found.
        numbers: by which it calls people.
        people: (N,) int64 the person of each face now.
    """
    row_of = dict(zip(numbers.tolist(), people.tolist(), strict=True))
    shown = _on_the_page(library)
    found = [
        question
        for one in (_with_rows(one, row_of) for one in asked if one.gain >= LEAST_GAIN)
        if one.person in shown and (question := _of(one, album, people, shown)) is not None
    ]
    return [kept for kind in OF_REVIEW for kept in [q for q in found if q.kind is kind][:MOST]]


def _with_rows(one: Asked, row_of: Mapping[int, int]) -> Asked:
    """Call people by their rows."""
    return replace(
        one,
        person=row_of[one.person],
        other=row_of.get(one.other, -1),
        candidates=tuple(row_of[pk] for pk in one.candidates),
    )


def _of(one: Asked, album: Album, people: Ints, shown: set[int]) -> Question | None:
    ids = album.items.ids
    why: Evidence = {
        "chance": one.chance,
        "birth_years": one.overlap,
        "nearest": one.nearest,
        "face": int(ids[one.face]),
        "other_face": int(ids[one.other_face]),
    }
    if one.kind == "these":
        faces = frozenset(ids[one.items].tolist())
        return Question(Kind.THESE, one.person, None, faces, why, one.gain)
    if one.kind == "who":
        why["candidates"] = [person for person in one.candidates if person in shown]
        piece = ids[one.items].tolist() if one.other == one.person else []
        return Question(Kind.WHO, one.person, None, frozenset(piece), why, one.gain)
    if one.other not in shown:
        return None
    first, second = sorted((one.person, one.other))
    sizes = [int((people == person).sum()) for person in (first, second)]
    if not _seen_enough(*sizes):
        return None
    return Question(Kind.JOIN, first, second, frozenset(), why, one.gain)


def _seen_enough(one: int, other: int) -> bool:
    return min(one, other) >= SEEN and one + other >= SEEN_TOGETHER


def _named(library: Library) -> Ints:
    named = Person.objects.named().filter(library=library).order_by("pk")
    return np.array(named.values_list("pk", flat=True), np.int64)


def _on_the_page(library: Library) -> set[int]:
    """Those who may be asked about: not hidden, not on the shelf, not left out."""
    found = Person.objects.on_the_people_page().filter(library=library, left_out=False)
    return set(found.values_list("pk", flat=True))


def _why(pair: Pair) -> Evidence:
    return {"log_odds": pair.log_odds, "birth_years": pair.overlap, "nearest": pair.nearest}


def propose(run: Run, questions: Iterable[Question]) -> None:
    """Let the open questions of a library be those of its latest run.

    A question that is asked again keeps its row; one that no run asks any more goes. Call it
    inside the transaction that saves the run.
    """
    told = _told(run.library)
    open_ones = _open(run)
    new, again = [], []
    for question in _each_once(questions):
        concerned = {question.person, question.other} - {None}
        # Two people of whom a face each is confirmed are not one: somebody said so before.
        answered = question.kind is Kind.JOIN and all(told.get(pk) for pk in concerned)
        gone = not concerned <= told.keys()
        there = open_ones.pop(question, None)
        if there is not None:
            again.append(Proposal(pk=there, gain=question.gain, evidence=question.evidence))
        elif not (gone or answered):
            new.append(question)
    Proposal.objects.bulk_update(again, ["gain", "evidence"], batch_size=jobs.BATCH)
    _ask(run, new)
    Proposal.objects.filter(pk__in=open_ones.values()).delete()


def _each_once(questions: Iterable[Question]) -> list[Question]:
    """Of those that are asked for twice keep the one of the larger gain, and one of each face."""
    found: dict[Question, Question] = {}
    seen: set[int] = set()
    # What a clustering would move comes first: it is asked as a whole.
    for question in sorted(questions, key=lambda q: (q.kind is not Kind.MOVE, -q.gain)):
        if question not in found and (
            question.kind is Kind.MOVE or seen.isdisjoint(question.faces)
        ):
            found[question] = question
            seen |= question.faces
    return list(found)


def _told(library: Library) -> dict[int | None, bool]:
    """Return the people there are, and whether somebody confirmed a face of each."""
    confirmed = Face.objects.filter(person=OuterRef("pk"), confirmed=True)
    people = Person.objects.filter(library=library).annotate(told=Exists(confirmed))
    return dict(people.values_list("pk", "told"))


def _open(run: Run) -> dict[Question, int]:
    pks = Prefetch("faces", Face.objects.only("pk"))
    rows = Proposal.objects.open().filter(library=run.library).prefetch_related(pks)
    return {
        Question(
            Kind(row.kind),
            row.person_id,
            row.other_id,
            frozenset(face.pk for face in row.faces.all()),
        ): row.pk
        for row in rows
    }


def _ask(run: Run, questions: list[Question]) -> None:
    rows = Proposal.objects.bulk_create(
        Proposal(
            library=run.library,
            run=run,
            kind=question.kind,
            person_id=question.person,
            other_id=question.other,
            evidence=question.evidence,
            gain=question.gain,
        )
        for question in questions
    )
    through = Proposal.faces.through
    through.objects.bulk_create(
        through(proposal_id=row.pk, face_id=face)
        for row, question in zip(rows, questions, strict=True)
        for face in sorted(question.faces)
    )
