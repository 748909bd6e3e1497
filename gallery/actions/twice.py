from django.db import transaction

from gallery.actions.move import move
from gallery.actions.people import lock_with_faces
from gallery.models import Decision, Face, User


class NotTwiceError(ValueError):
    """Two faces of one photo are needed, at least one of them with somebody."""


@transaction.atomic
def twice(first: Face, second: Face, *, by: User) -> Decision:
    """Say that two faces of one photo are one person: a mirror, a collage, a picture on the wall.

    Both are confirmed: as who the first is, or the second if the first is with nobody.

    Raises:
        NotTwiceError: they are one face, of two photos, or both with nobody.
        GoneError: one of them is no longer there.
    """
    faces, people = lock_with_faces([first, second])
    owners = {face.pk: face.person_id for face in faces}
    owner = owners.get(first.pk) or owners.get(second.pk)
    if len(faces) != 2 or faces[0].asset_id != faces[1].asset_id or owner is None:
        raise NotTwiceError
    return move(faces, people[owner], by=by, twice=True, kind=Decision.Kind.TWICE)[0]
