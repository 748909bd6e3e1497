"""What a clustering would change and the family has to decide."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch

from gallery.models import Face, Library, Person, Proposal
from gallery.queries.people import Card, cards_of

SHOWN = 20  # questions on a page
FACES = 12  # of each


@dataclass(frozen=True, slots=True)
class Question:
    """One question, with faces to look at."""

    pk: int
    kind: str
    person: Card
    other: Card | None
    """Nobody: the faces would be somebody new."""
    count: int
    """How many faces would move."""
    faces: list[int]
    """Primary keys of some of them."""

    @property
    def asked(self) -> str:
        """How a question about them begins."""
        return "Is this face" if self.count == 1 else f"Are these {self.count:,} faces"

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.faces)


def questions(library: Library) -> list[Question]:
    """The open questions, those about the most faces first; at most SHOWN."""
    rows = Proposal.objects.open().filter(library=library).select_related("person", "other")
    largest = rows.annotate(size=Count("faces")).order_by("-size", "pk")[:SHOWN]
    shown = list(largest.prefetch_related(Prefetch("faces", Face.objects.only("quality"))))
    cards = {card.person.pk: card for card in cards_of(_people_of(shown))}
    return [_question(row, cards) for row in shown]


def _people_of(rows: list[Proposal]) -> list[Person]:
    return [person for row in rows for person in (row.person, row.other) if person is not None]


def _question(row: Proposal, cards: dict[int, Card]) -> Question:
    faces: list[Face] = sorted(row.faces.all(), key=lambda face: (-(face.quality or 0), face.pk))
    other = None if row.other_id is None else cards[row.other_id]
    shown = [face.pk for face in faces[:FACES]]
    return Question(row.pk, row.kind, cards[row.person_id], other, len(faces), shown)
