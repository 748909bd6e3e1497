"""Whom somebody is most often together with."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from gallery import ages
from gallery.models import Face, Person
from gallery.queries.people import choices

MOST = 12
CHOICES = 60


@dataclass(frozen=True, slots=True)
class Companion:
    person: Person
    face: int | None
    """Primary key of the face that stands for them."""
    together: int
    """Photos and videos that show both."""


@dataclass(frozen=True, slots=True)
class Choice:
    person: Person
    face: int | None
    born: str
    """Such as "born about 1951"."""


def companions(person: Person, most: int = MOST) -> list[Companion]:
    """Those on the people page who share photos with somebody, most first."""
    theirs = Face.objects.real().filter(person=person).values("asset")
    others = (
        Face.objects.real()
        .filter(asset__in=theirs, person__hidden=False, person__shelf="")
        .exclude(person=person)
        .values("person")
        .annotate(together=Count("asset", distinct=True))
        .order_by("-together", "person")
    )
    counts = {row["person"]: row["together"] for row in others[:most]}
    best = Face.objects.real().filter(person=OuterRef("pk")).order_by("-confirmed", "-score", "pk")
    shown = Coalesce(F("cover_id"), Subquery(best.values("pk")[:1]))
    found = Person.objects.filter(pk__in=counts).annotate(shown=shown)
    faces = {one.pk: (one, one.shown) for one in found}  # type: ignore[attr-defined]  # annotated
    return [Companion(*faces[pk], together=together) for pk, together in counts.items()]


def to_compare(person: Person) -> list[Choice]:
    """With whom somebody may be compared: those they are most often seen with, then the others."""
    near = [(one.person, one.face) for one in companions(person)]
    known = {one.pk for one, _ in near}
    others = [(card.person, card.face) for card in choices(person) if card.person.pk not in known]
    born = [Choice(one, face, ages.born(one).partition(" (")[0]) for one, face in near + others]
    return [choice for choice in born if choice.born][:CHOICES]
