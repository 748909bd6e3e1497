"""Whom somebody is most often together with."""

from dataclasses import dataclass

from django.db.models import Count

from gallery import ages
from gallery.models import Face, Person
from gallery.queries.people import Card, cards_of, choices

MOST = 12
CHOICES = 60


@dataclass(frozen=True, slots=True)
class Companion:
    card: Card
    together: int
    """Photos and videos that show both."""


@dataclass(frozen=True, slots=True)
class Choice:
    card: Card
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
    cards = {card.person.pk: card for card in cards_of([Person(pk=pk) for pk in counts])}
    return [Companion(cards[pk], together) for pk, together in counts.items()]


def to_compare(person: Person) -> list[Choice]:
    """With whom somebody may be compared: those they are most often seen with, then the others."""
    near = [one.card for one in companions(person)]
    known = {card.person.pk for card in near}
    everybody = near + [card for card in choices(person) if card.person.pk not in known]
    born = [Choice(card, ages.born(card.person).partition(" (")[0]) for card in everybody]
    return [choice for choice in born if choice.born][:CHOICES]
