from collections.abc import Collection

from django.db import transaction

from gallery import jobs
from gallery.actions.people import as_they_are, confirm, cover_of, lock
from gallery.models import Decision, Person, Stage, User


class NothingToSplitError(ValueError):
    """No face was chosen, or nobody would be left."""


@transaction.atomic
def split(person: Person, faces: Collection[int], *, by: User) -> tuple[Decision, Person]:
    """Say that some faces of somebody are another person: they are confirmed as somebody new.

    The cover of who stays is confirmed too, so that no clustering puts the two together again.

    Args:
        person: whose faces they are.
        faces: their primary keys; those of other people are left alone.
        by: who says so.

    Raises:
        NothingToSplitError: none of them is a face of this person, or all are.
        GoneError: the person is no longer there.
    """
    [person] = lock([person.pk])
    chosen = list(person.faces.real().filter(pk__in=faces).order_by("pk"))
    stays = cover_of(person, besides=faces)
    if not chosen or stays is None:
        raise NothingToSplitError
    new = Person.objects.create(library=person.library)
    decision = Decision.objects.create(
        library=person.library,
        kind=Decision.Kind.SPLIT,
        by=by,
        before=as_they_are([person, new], [*chosen, stays]),
    )
    confirm(chosen, new, by=by)
    confirm([stays], person, by=by)
    Person.objects.filter(pk=person.pk).update(cover=stays)
    Person.objects.filter(pk=new.pk).update(cover=cover_of(new))
    jobs.enqueue(Stage.CLUSTER, person.library, after=jobs.QUIET)
    return decision, new
