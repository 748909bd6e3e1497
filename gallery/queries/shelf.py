"""The shelf: people seen on one day only or too rarely, and those somebody hid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Q

from gallery.models import Asset, Library, Person
from gallery.models.person import PersonQuerySet
from gallery.queries.people import with_photos

PAGE = 96


@dataclass(frozen=True, slots=True)
class OnShelf:
    """Somebody with the days on which they were first and last seen, if a camera said so."""

    person: Person
    face: int | None
    """Primary key of the face that stands for them."""
    photos: int
    first_day: date | None
    last_day: date | None


def shelved(library: Library) -> PersonQuerySet:
    """People of the shelf by the reason, the most seen first; `cards` makes them fit to show."""
    people = Person.objects.on_the_shelf().filter(library=library)
    return _with_days(people).filter(photos__gte=1)  # type: ignore[misc]  # annotated


def hidden(library: Library) -> PersonQuerySet:
    """Whom somebody hid."""
    return _with_days(Person.objects.filter(library=library, hidden=True))


def cards(people: Iterable[Person]) -> list[OnShelf]:
    return [
        OnShelf(one, one.shown_face, one.photos, one.first_day, one.last_day)  # type: ignore[attr-defined]  # annotated
        for one in people
    ]


def _with_days(people: PersonQuerySet) -> PersonQuerySet:
    dated = Q(faces__not_a_face=False, faces__asset__taken_source__in=Asset.TRUSTED)
    seen = people.annotate(
        first_day=Min("faces__asset__taken_on", filter=dated),
        last_day=Max("faces__asset__taken_on", filter=dated),
    )
    return with_photos(seen, "shelf", "-photos", "pk")
