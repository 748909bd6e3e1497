"""What a clustering does not dare to change, kept as questions to the family."""

from collections.abc import Iterable
from typing import NamedTuple

from gallery.models import Face, Person, Proposal, Run
from gallery.pipeline.album import Album
from gallery.pipeline.settle import SOMEBODY_NEW, Move

Kind = Proposal.Kind


class Question(NamedTuple):
    """One question; the same again is not asked twice."""

    kind: Kind
    person: int
    other: int | None
    faces: frozenset[int]


def propose(run: Run, album: Album, moves: Iterable[Move]) -> None:
    """Let the open questions of a library be those of its latest run.

    A question that is asked again keeps its row; one that no run asks any more goes. Call it
    inside the transaction that saves the run.
    """
    questions = [_of_move(album, move) for move in moves]
    there = set(Person.objects.filter(library=run.library).values_list("pk", flat=True))
    open_ones = _open(run)
    for question in questions:
        asked = open_ones.pop(question, None)
        if asked is None and {question.person, question.other} - {None} <= there:
            _ask(run, question)
    Proposal.objects.filter(pk__in=open_ones.values()).delete()


def _of_move(album: Album, move: Move) -> Question:
    faces = frozenset(album.items.ids[move.faces].tolist())
    other = None if move.other == SOMEBODY_NEW else move.other
    return Question(Kind.MOVE, move.person, other, faces)


def _open(run: Run) -> dict[Question, int]:
    rows = Proposal.objects.open().filter(library=run.library).prefetch_related("faces")
    return {
        Question(
            Kind(row.kind),
            row.person_id,
            row.other_id,
            frozenset(face.pk for face in row.faces.all()),
        ): row.pk
        for row in rows
    }


def _ask(run: Run, question: Question) -> None:
    proposal = Proposal.objects.create(
        library=run.library,
        run=run,
        kind=question.kind,
        person_id=question.person,
        other_id=question.other,
    )
    proposal.faces.set(Face.objects.filter(pk__in=question.faces))
