"""What a clustering does not dare to change, kept as questions to the family."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch

from faces.cluster import Proposal as Pair
from faces.types import Ints
from gallery.models import Face, Library, Person, Proposal, Run
from gallery.pipeline.album import Album
from gallery.pipeline.settle import SOMEBODY_NEW, Move, Settled, members, most_seen

Kind = Proposal.Kind

SEEN = 2  # faces that each of two people needs before somebody is asked about them ...
SEEN_TOGETHER = 5  # ... and both together
MOST = 50  # questions whether two are one, after one run


@dataclass(frozen=True, slots=True)
class Question:
    """One question; the same again is not asked twice."""

    kind: Kind
    person: int
    other: int | None
    faces: frozenset[int]
    evidence: dict[str, float] = field(default_factory=dict, compare=False)
    """Why two people may be one."""


def of_moves(album: Album, moves: Iterable[Move]) -> list[Question]:
    """Ask whether faces go from one person to another."""
    return [
        Question(
            Kind.MOVE,
            move.person,
            None if move.other == SOMEBODY_NEW else move.other,
            frozenset(album.items.ids[move.faces].tolist()),
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
        if min(map(len, sides)) < SEEN or sum(map(len, sides)) < SEEN_TOGETHER:
            continue
        one, two = sorted(most_seen(side) for side in sides)
        if 0 < one < two:
            questions.append(Question(Kind.JOIN, one, two, frozenset(), _why(pair)))
    return questions[:MOST]


def _why(pair: Pair) -> dict[str, float]:
    return {"log_odds": pair.log_odds, "birth_years": pair.overlap, "nearest": pair.nearest}


def propose(run: Run, questions: Iterable[Question]) -> None:
    """Let the open questions of a library be those of its latest run.

    A question that is asked again keeps its row; one that no run asks any more goes. Call it
    inside the transaction that saves the run.
    """
    told = _told(run.library)
    open_ones = _open(run)
    for question in questions:
        concerned = {question.person, question.other} - {None}
        # Two people of whom a face each is confirmed are not one: somebody said so before.
        answered = question.kind is Kind.JOIN and all(told.get(pk) for pk in concerned)
        gone = not concerned <= told.keys()
        if open_ones.pop(question, None) is None and not (gone or answered):
            _ask(run, question)
    Proposal.objects.filter(pk__in=open_ones.values()).delete()


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


def _ask(run: Run, question: Question) -> None:
    proposal = Proposal.objects.create(
        library=run.library,
        run=run,
        kind=question.kind,
        person_id=question.person,
        other_id=question.other,
        evidence=question.evidence,
    )
    proposal.faces.set(question.faces)
