"""The shelf: people seen on one day only or too rarely, and those somebody hid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Q

from gallery.models import Asset, Library, Person
from gallery.models.person import PersonQuerySet
from gallery.queries.covers import places_of
from gallery.queries.people import with_photos
from gallery.queries.ranks import Rank, beyond, photos_of_people
from gallery.sheets import Place

PART = 96  # people of a list that come at once: they share a cover sheet
HIDDEN = "hidden"
LISTS = {
    **{reason.value: reason.label for reason in Person.Shelf if reason.value},
    HIDDEN: "hidden",
}
"""What the shelf has lists of, and what they are called."""


@dataclass(frozen=True, slots=True)
class OnShelf:
    """Somebody with the days on which they were first and last seen, if a camera said so."""

    person: Person
    face: int | None
    """Primary key of the face that stands for them."""
    photos: int
    first_day: date | None
    last_day: date | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class Part:
    """What comes at once of one of LISTS, the most seen first."""

    of: str
    words: str
    cards: list[OnShelf]
    count: int
    """Of the whole list."""
    after: str
    """Where the next part begins; "" at the end."""


def parts(library: Library, after: dict[str, str]) -> list[Part]:
    """The first part of each list that is not empty.

    Args:
        library: whose people they are.
        after: for a list the rank after which it begins, where that is not the beginning.
    """
    return _parts(library, {of: after.get(of, "") for of in LISTS})


def part(library: Library, of: str, after: str) -> Part:
    """The part of one of LISTS that comes after a rank; empty where nothing does."""
    found = _parts(library, {of: after})
    return found[0] if found else Part(of, LISTS[of], [], 0, "")


def _parts(library: Library, after: dict[str, str]) -> list[Part]:
    ranked = _ranks(library)
    shown = {of: beyond(ranked[of], rank)[: PART + 1] for of, rank in after.items()}
    pks = [rank.pk for ranks in shown.values() for rank in ranks[:PART]]
    people = {person.pk: person for person in _with_days(Person.objects.filter(pk__in=pks))}
    rows = {
        of: [people[rank.pk] for rank in ranks[:PART] if rank.pk in people]
        for of, ranks in shown.items()
    }
    faces = [[_face(person) for person in theirs] for theirs in rows.values()]
    places = places_of(library, [[pk for pk in some if pk is not None] for some in faces])
    return [
        Part(
            of,
            LISTS[of],
            _cards(rows[of], on_sheet),
            len(ranked[of]),
            shown[of][PART - 1].address if len(shown[of]) > PART else "",
        )
        for of, on_sheet in zip(rows, places, strict=True)
        if ranked[of]
    ]


def _ranks(library: Library) -> dict[str, list[Rank]]:
    """Everybody of the lists, each by the number of photos; on the shelf only who has any."""
    people = Person.objects.filter(library=library).exclude(hidden=False, shelf="")
    found: dict[str, list[Rank]] = {of: [] for of in LISTS}
    counted = people.annotate(photos=photos_of_people())
    for pk, shelf, hidden, photos in counted.values_list("pk", "shelf", "hidden", "photos"):
        if hidden or photos:
            found[HIDDEN if hidden else shelf].append(Rank(0, photos, pk))
    return {of: sorted(ranks, key=lambda rank: rank.key) for of, ranks in found.items()}


def _with_days(people: PersonQuerySet) -> PersonQuerySet:
    dated = Q(faces__not_a_face=False, faces__asset__taken_source__in=Asset.TRUSTED)
    seen = people.annotate(
        first_day=Min("faces__asset__taken_on", filter=dated),
        last_day=Max("faces__asset__taken_on", filter=dated),
    )
    return with_photos(seen, "pk")


def _face(person: Person) -> int | None:
    face: int | None = person.shown_face  # type: ignore[attr-defined]  # annotated
    return face


def _cards(people: Sequence[Person], places: dict[int, Place]) -> list[OnShelf]:
    return [
        OnShelf(
            person,
            _face(person),
            person.photos,  # type: ignore[attr-defined]  # annotated
            person.first_day,  # type: ignore[attr-defined]  # annotated
            person.last_day,  # type: ignore[attr-defined]  # annotated
            places.get(_face(person) or 0),
        )
        for person in people
    ]
