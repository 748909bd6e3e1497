from django.db import transaction

from gallery import jobs
from gallery.actions.ledger import Act
from gallery.actions.people import cover_of, lock
from gallery.actions.questions import drop_pointless
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
    act = Act(locked.library, Decision.Kind.RENAME, by=by)
    act.watch(Person.objects.filter(pk=locked.pk))
    if cover is not None:
        act.watch(Face.objects.filter(pk=cover.pk))
    locked.name, locked.cover = name, cover
    if name:
        locked.shelf = Person.Shelf.NONE
        _confirm(cover, locked, by)
    locked.save(update_fields=["name", "cover", "shelf"])
    drop_pointless(locked.library)
    jobs.enqueue(Stage.REFINE, locked.library)
    return act.done()


def _confirm(cover: Face | None, person: Person, by: User) -> None:
    if cover is not None:
        Face.objects.filter(pk=cover.pk, person=person, confirmed=False).update(
            confirmed=True, confirmed_by=by
        )
