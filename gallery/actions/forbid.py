from django.db import transaction

from gallery import jobs
from gallery.actions.people import as_they_are, confirm, cover_of, lock
from gallery.models import CannotLink, Decision, Face, Person, Stage, User


class NobodysFaceError(ValueError):
    """The face is with nobody, or is the only one they have."""


@transaction.atomic
def forbid(face: Face, *, by: User) -> Decision:
    """Say that a face is not the person it is with: no clustering ever puts it there again.

    It is kept apart from a face that stands for that person, which is confirmed. Whose it is
    instead is for the next clustering to say.

    Raises:
        NobodysFaceError: it is with nobody, or nothing else stands for that person.
        GoneError: the person is no longer there.
    """
    if face.person_id is None:
        raise NobodysFaceError
    [person] = lock([face.person_id])
    stays = cover_of(person, besides=[face.pk])
    if stays is None or not person.faces.filter(pk=face.pk).exists():
        raise NobodysFaceError
    face.refresh_from_db()
    before = as_they_are([person], [face, stays])
    first, second = sorted([face, stays], key=lambda one: one.pk)
    link, made = CannotLink.objects.get_or_create(
        first=first, second=second, defaults={"library": person.library, "by": by}
    )
    before["cannot_links"] = [link.pk] if made else []
    Face.objects.filter(pk=face.pk).update(person=None, confirmed=False, confirmed_by=None)
    confirm([stays], person, by=by)
    Person.objects.filter(pk=person.pk).update(cover=stays)
    jobs.enqueue(Stage.CLUSTER, person.library, after=jobs.QUIET)
    return Decision.objects.create(
        library=person.library, kind=Decision.Kind.FORBID, by=by, before=before
    )
