from django.db import transaction

from gallery import jobs
from gallery.actions.ledger import Act
from gallery.actions.people import lock
from gallery.models import Decision, Face, Library, Person, Stage, User
from gallery.models.face import FaceQuerySet


@transaction.atomic
def leave_out(person: Person, *, left_out: bool, by: User) -> Decision | None:
    """Leave somebody out of recognition, or take them in again; None if it is so already.

    What was worked out of their faces is erased: features, ages, gender. Name and faces stay, and
    which more are theirs only people say. Taken in again, their faces are looked at anew.

    Raises:
        GoneError: the person is no longer there.
    """
    [locked] = lock([person.pk])
    if locked.left_out == left_out:
        return None
    act = Act(locked.library, Decision.Kind.LEAVE_OUT, by=by)
    act.watch(Person.objects.filter(pk=locked.pk))
    Person.objects.filter(pk=locked.pk).update(left_out=left_out)
    decision = act.done()
    follow(locked.library, Face.objects.filter(person=locked.pk))
    return decision


def follow(library: Library, faces: FaceQuerySet) -> None:
    """Erase what is known of faces of people left out, and ask for what is lacking of others."""
    erase_representation(faces.filter(person__left_out=True))
    unknown = faces.real().filter(represented_by="").exclude(person__left_out=True)
    assets = sorted(set(unknown.values_list("asset_id", flat=True)))
    if assets:
        jobs.enqueue_all(Stage.REPRESENT, library, assets)
    jobs.enqueue(Stage.CLUSTER, library, after=jobs.QUIET)


def erase_representation(faces: FaceQuerySet) -> None:
    """Erase what the network said of faces; where they are stays."""
    faces.update(
        features=None, age_posterior=None, age=None, p_male=None, quality=None, represented_by=""
    )
