from django.db import transaction

from gallery import jobs
from gallery.actions.ledger import Act
from gallery.actions.people import GoneError, lock
from gallery.models import Decision, Face, Person, Stage, Statement, User


@transaction.atomic
def choose_cover(person: Person, face: Face, *, by: User) -> Decision | None:
    """Choose the face that stands for somebody; choosing it also confirms it.

    None if it is the cover already.

    Raises:
        GoneError: the person is no longer there, or the face is somebody else's by now.
    """
    [locked] = lock([person.pk])
    chosen = locked.faces.real().select_related("asset").filter(pk=face.pk).first()
    if chosen is None:
        raise GoneError(f"face {face.pk} is not a face of person {locked.pk}")
    if locked.cover_id == chosen.pk and chosen.confirmed:
        return None
    act = Act(locked.library, Decision.Kind.COVER, by=by)
    act.watch(Person.objects.filter(pk=locked.pk), Face.objects.filter(pk=chosen.pk))
    Face.objects.filter(pk=chosen.pk, confirmed=False).update(confirmed=True, confirmed_by=by)
    locked.cover = chosen
    locked.save(update_fields=["cover"])
    act.say(Statement.Kind.COVER, person=locked, face=chosen)
    jobs.enqueue(Stage.REFINE, locked.library)
    return act.done()
