"""Who belongs to a library, and what recognition made of it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from gallery.models import Asset, Face, Invitation, Library, Membership, Person


@dataclass(frozen=True, slots=True)
class Recognised:
    """What switching recognition off would erase."""

    faces: int
    people: int
    names: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """What can be taken along."""

    people: int
    names: int
    photos: int
    """On which somebody with a name is seen."""


def leaving(library: Library) -> Leaving:
    """Count it; three questions of the database."""
    people = Person.objects.filter(library=library)
    named = Face.objects.real().filter(
        asset__library=library, asset__kind=Asset.Kind.PHOTO, person__hidden=False
    )
    return Leaving(
        people=people.count(),
        names=people.named().count(),
        photos=named.exclude(person__name="").values("asset").distinct().count(),
    )


def recognised_in(library: Library) -> Recognised:
    """Count it; three questions of the database."""
    people = Person.objects.filter(library=library)
    return Recognised(
        faces=Face.objects.filter(asset__library=library).count(),
        people=people.count(),
        names=people.named().count(),
    )


def members_of(library: Library) -> QuerySet[Membership]:
    return library.memberships.select_related("user").order_by("created_at", "pk")


def open_invitations_to(library: Library) -> QuerySet[Invitation]:
    return Invitation.objects.open().filter(library=library).select_related("invited_by")
