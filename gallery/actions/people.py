"""What all actions on people share: rows locked in one order, and rows as they were before."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from django.core import serializers

from gallery.models import Face, Person, User


class GoneError(LookupError):
    """Somebody is no longer there."""


def lock(pks: Iterable[int]) -> list[Person]:
    """Lock people with their faces, re-read, in the order of their primary keys.

    Faces come before people, as when a library is clustered, and both by primary key: two
    actions that cross wait for each other instead of for ever.

    Raises:
        GoneError: one of them is not there any more.
    """
    wanted = sorted(set(pks))
    list(Face.objects.select_for_update().filter(person__in=wanted).order_by("pk").values("pk"))
    people = list(Person.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    if len(people) != len(wanted):
        raise GoneError(f"{len(wanted) - len(people)} of {len(wanted)} people are gone")
    return people


def as_they_are(people: Iterable[Person], faces: Iterable[Face]) -> dict[str, Any]:
    """Rows for Decision.before: people whole, of faces whose they are. Never their features."""
    return {
        "people": json.loads(serializers.serialize("json", people)),
        "faces": [
            [face.pk, face.person_id, face.confirmed, face.confirmed_by_id] for face in faces
        ],
    }


def confirm(faces: Iterable[Face], person: Person, *, by: User) -> None:
    """Let faces be this person's, by somebody's word."""
    Face.objects.filter(pk__in=[face.pk for face in faces]).update(
        person=person, confirmed=True, confirmed_by=by
    )


def cover_of(person: Person, *, besides: Collection[int] = ()) -> Face | None:
    """The face that stands for somebody: the one chosen, else the surest.

    Args:
        person: whose face it is.
        besides: primary keys of faces that are none of theirs.
    """
    theirs = person.faces.real().exclude(pk__in=besides)
    chosen = theirs.filter(pk=person.cover_id).first() if person.cover_id else None
    return chosen or theirs.order_by("-confirmed", "-score", "pk").first()
