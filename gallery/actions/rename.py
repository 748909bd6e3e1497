from django.db import transaction

from gallery import jobs
from gallery.actions.people import as_they_are, cover_of, lock
from gallery.models import Decision, Face, Person, Stage, User


@transaction.atomic
def rename(person: Person, name: str, *, by: User) -> Decision | None:
    """Name somebody, or take the name away; None if that is the name already.

    It confirms the person and the cover that was shown, not every face. Who has a name is off
    the shelf.

    Raises:
        GoneError: the person is no longer there.
    """
    [locked] = lock([person.pk])
    if locked.name == name:
        return None
    cover = cover_of(locked)
    decision = Decision.objects.create(
        library=locked.library,
        kind=Decision.Kind.RENAME,
        by=by,
        before=as_they_are([locked], [cover] if cover else []),
    )
    locked.name, locked.cover = name, cover
    if name:
        locked.shelf = Person.Shelf.NONE
        _confirm(cover, locked, by)
    locked.save(update_fields=["name", "cover", "shelf"])
    jobs.enqueue(Stage.REFINE, locked.library)
    return decision


def _confirm(cover: Face | None, person: Person, by: User) -> None:
    if cover is not None:
        Face.objects.filter(pk=cover.pk, person=person, confirmed=False).update(
            confirmed=True, confirmed_by=by
        )
