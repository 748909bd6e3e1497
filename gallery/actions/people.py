"""What all actions on people share: rows locked in one order, and the face that stands for one."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from gallery.models import Face, Person, Statement, User
from gallery.models.statement import StatementQuerySet


class GoneError(LookupError):
    """Somebody is no longer there."""


def lock(pks: Iterable[int], *, faces: Collection[int] = ()) -> list[Person]:
    """Lock people with their faces, re-read, in the order of their primary keys.

    Faces come before people, as when a library is clustered, and both by primary key: two
    actions that cross wait for each other instead of for ever.

    Args:
        pks: of the people.
        faces: primary keys of more faces to lock, whosever they are.

    Raises:
        GoneError: one of them is not there any more.
    """
    wanted = sorted(set(pks))
    theirs = Face.objects.filter(Q(person__in=wanted) | Q(pk__in=list(faces)))
    list(theirs.select_for_update().order_by("pk").values("pk"))
    people = list(Person.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    if len(people) != len(wanted):
        raise GoneError(f"{len(wanted) - len(people)} of {len(wanted)} people are gone")
    return people


def lock_with_faces(
    faces: Iterable[Face], people: Iterable[Person] = ()
) -> tuple[list[Face], dict[int, Person]]:
    """Lock faces and whoever they are with, beside some people; re-read.

    Raises:
        GoneError: a face or somebody is not there any more, or a face went to somebody else
            in this very moment.
    """
    wanted = sorted({face.pk for face in faces})
    told = {one.pk for one in people}
    owners = Face.objects.filter(pk__in=wanted, person__isnull=False).values_list(
        "person", flat=True
    )
    locked = {one.pk: one for one in lock(told | set(owners), faces=wanted)}
    found = list(Face.objects.filter(pk__in=wanted).select_related("asset").order_by("pk"))
    if len(found) != len(wanted) or any(
        face.person_id is not None and face.person_id not in locked for face in found
    ):
        raise GoneError("a face is gone or has just been given to somebody else")
    return found, locked


def confirm(faces: Iterable[Face], person: Person, *, by: User) -> None:
    """Let faces be this person's, by somebody's word."""
    Face.objects.filter(pk__in=[face.pk for face in faces]).update(
        person=person, confirmed=True, confirmed_by=by, not_a_face=False
    )


def cover_of(person: Person, *, besides: Collection[int] = ()) -> Face | None:
    """The face that stands for somebody: the one chosen, else the surest.

    Args:
        person: whose face it is.
        besides: primary keys of faces that are none of theirs.
    """
    theirs = person.faces.real().exclude(pk__in=besides).select_related("asset")
    chosen = theirs.filter(pk=person.cover_id).first() if person.cover_id else None
    return chosen or theirs.order_by("-confirmed", "-score", "pk").first()


def parting(faces: Collection[int], others: Collection[int]) -> StatementQuerySet:
    """Statements that keep any of some faces apart from any of some others."""
    between = Q(face__in=faces, other_face__in=others) | Q(face__in=others, other_face__in=faces)
    return Statement.objects.that_part().filter(between)
