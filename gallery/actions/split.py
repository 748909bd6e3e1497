from collections.abc import Collection

from django.db import transaction

from gallery.actions.move import move
from gallery.actions.people import cover_of, lock
from gallery.models import Decision, Person, User


class NothingToSplitError(ValueError):
    """No face was chosen, or nobody would be left."""


@transaction.atomic
def split(
    person: Person, faces: Collection[int], *, by: User, twice: bool = False
) -> tuple[Decision, Person]:
    """Say that some faces of somebody are another person: they are confirmed as somebody new.

    The cover of who stays is confirmed too, so that no clustering puts the two together again.

    Args:
        person: whose faces they are.
        faces: their primary keys; those of other people are left alone.
        by: who says so.
        twice: the new person may be seen twice in a photo.

    Raises:
        NothingToSplitError: none of them is a face of this person, or all are.
        SeenTwiceError: two of them are in one photo.
        GoneError: the person is no longer there.
    """
    [person] = lock([person.pk])
    chosen = list(person.faces.real().filter(pk__in=faces).order_by("pk"))
    if not chosen or cover_of(person, besides=faces) is None:
        raise NothingToSplitError
    return move(chosen, None, by=by, twice=twice, kind=Decision.Kind.SPLIT)
