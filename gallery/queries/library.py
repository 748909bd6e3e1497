"""Who belongs to a library, and what recognition made of it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from gallery.models import Face, Invitation, Library, Membership, Person


@dataclass(frozen=True, slots=True)
class Recognised:
    """What switching recognition off would erase."""

    faces: int
    people: int
    names: int


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
