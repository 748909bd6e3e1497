"""What the family has to decide: the question whose answer settles most comes first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, Q, Window
from django.db.models.functions import RowNumber

from gallery import ages
from gallery.models import Decision, Face, Library, Person, Proposal
from gallery.queries.people import Card, cards_of
from gallery.queries.reasons import in_words

SHOWN = 20  # questions on a page
FACES = 12  # of each
ANSWERS = (
    Decision.Kind.RENAME,
    Decision.Kind.MERGE,
    Decision.Kind.MOVE,
    Decision.Kind.STAY,
    Decision.Kind.PART,
    Decision.Kind.SPLIT,
    Decision.Kind.FORBID,
)
"""Decisions about who is who."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A face to look at."""

    pk: int
    day: date | None
    """When the photo was taken."""
    age: str
    """Such as "3" or "about 34", by when the person was born; empty if nobody knows."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, with faces to look at."""

    pk: int
    kind: str
    """"join": two people may be one. "these": faces of `person` may not be them. "who": who is
    `person`? "move": faces of `person` may be `other`, or somebody new."""
    person: Card
    other: Card | None
    """Nobody: the faces would be somebody new, or the question is about `person` alone."""
    count: int
    """How many faces it is about."""
    shown: list[Shown]
    """Some of them, the best to look at first; of a person as a whole if it is about no faces."""
    candidates: list[Card]
    """For "who": who it may be, the likeliest first."""
    reasons: list[str]
    """Why it is asked, as sentences."""
    gain: float
    """Faces that an answer is expected to settle."""
    chance: float | None
    """How likely the answer is yes; None where nobody reckoned it."""

    @property
    def faces(self) -> list[int]:
        """Primary keys of the faces shown, where the question is about faces."""
        return [face.pk for face in self.shown] if self.count else []

    @property
    def asked(self) -> str:
        """How a question about them begins."""
        return "Is this face" if self.count == 1 else f"Are these {self.count:,} faces"

    @property
    def more(self) -> int:
        """How many are not shown."""
        return max(self.count - len(self.shown), 0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the family has come."""

    answers: int
    """What was said about who is who, and stands."""
    settled: int
    """Faces that are with somebody who has a name, or were confirmed."""
    faces: int
    """All that are with somebody."""
    waiting: int
    """Open questions."""


def questions(library: Library, *, most: int = SHOWN) -> list[Question]:
    """The open questions, those that settle most for each answer first."""
    rows = Proposal.objects.open().filter(library=library).select_related("person", "other")
    of_faces = Face.objects.select_related("asset").defer("features", "age_posterior")
    found = list(rows.in_order().prefetch_related(Prefetch("faces", of_faces))[:most])
    cards = {card.person.pk: card for card in cards_of(_people_of(found))}
    theirs = _some_faces([row.person_id for row in found if row.kind == Proposal.Kind.WHO])
    return [_question(row, cards, theirs) for row in found]


def progress(library: Library) -> Progress:
    """How far the family has come."""
    faces = Face.objects.real().filter(asset__library=library, person__isnull=False)
    settled = faces.filter(Q(confirmed=True) | ~Q(person__name=""))
    said = Decision.objects.filter(library=library, undone_at=None, kind__in=ANSWERS)
    return Progress(
        said.count(),
        settled.count(),
        faces.count(),
        Proposal.objects.open().filter(library=library).count(),
    )


def _people_of(rows: Sequence[Proposal]) -> list[Person]:
    offered = {pk for row in rows for pk in row.evidence.get("candidates", [])}
    there = list(Person.objects.filter(pk__in=offered))
    return there + [one for row in rows for one in (row.person, row.other) if one is not None]


def _some_faces(people: Sequence[int]) -> Mapping[int, list[Face]]:
    best = Window(
        RowNumber(),
        partition_by="person",
        order_by=[F("confirmed").desc(), F("quality").desc(nulls_last=True), F("pk").asc()],
    )
    faces = Face.objects.real().filter(person__in=people).select_related("asset")
    found: dict[int, list[Face]] = defaultdict(list)
    ranked = faces.defer("features", "age_posterior").annotate(place=best)
    for face in ranked.filter(place__lte=FACES).order_by("place"):
        found[face.person_id or 0].append(face)
    return found


def _question(
    row: Proposal, cards: Mapping[int, Card], theirs: Mapping[int, list[Face]]
) -> Question:
    about = sorted(row.faces.all(), key=lambda face: (-(face.quality or 0), face.pk))
    offered = row.evidence.get("candidates", [])
    return Question(
        pk=row.pk,
        kind=row.kind,
        person=cards[row.person_id],
        other=None if row.other_id is None else cards[row.other_id],
        count=len(about),
        shown=[
            _shown(face, row.person) for face in (about or theirs.get(row.person_id, []))[:FACES]
        ],
        candidates=[cards[pk] for pk in offered if pk in cards and pk != row.person_id],
        reasons=in_words(row),
        gain=row.gain,
        chance=row.evidence.get("chance"),
    )


def _shown(face: Face, person: Person) -> Shown:
    day = face.asset.taken_on
    return Shown(face.pk, day, ages.age_on(person, day))
