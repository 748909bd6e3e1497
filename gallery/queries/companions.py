"""Whom somebody is most often together with, and with whom they may be compared."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from gallery import ages
from gallery.models import Face, Person
from gallery.models.person import PersonQuerySet

MOST = 12
CHOICES = 60


@dataclass(frozen=True, slots=True)
class Portrait:
    """Somebody as a round face."""

    person: Person
    face: int | None
    """Primary key of the face that stands for them."""

    @property
    def born(self) -> str:
        """Such as "born about 1951"; empty if nobody knows."""
        return ages.born(self.person).partition(" (")[0]


@dataclass(frozen=True, slots=True)
class Companion:
    portrait: Portrait
    together: int
    """Photos and videos that show both."""


def portraits(people: PersonQuerySet) -> list[Portrait]:
    best = Face.objects.real().filter(person=OuterRef("pk")).order_by("-confirmed", "-score", "pk")
    shown = Coalesce(F("cover_id"), Subquery(best.values("pk")[:1]))
    return [Portrait(one, one.shown) for one in people.annotate(shown=shown)]  # type: ignore[attr-defined]  # annotated


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
    found = {one.person.pk: one for one in portraits(Person.objects.filter(pk__in=counts))}
    return [Companion(found[pk], together) for pk, together in counts.items()]


def to_compare(person: Person) -> list[Portrait]:
    """Those whose birth is known or guessed: their companions first, then all with a name."""
    near = [one.portrait for one in companions(person)]
    others = (
        Person.objects.named()
        .on_the_people_page()
        .filter(library=person.library_id)
        .exclude(pk__in=[person.pk, *(one.person.pk for one in near)])
        .order_by("name", "pk")
    )
    return [one for one in near + portraits(others) if one.born][:CHOICES]
