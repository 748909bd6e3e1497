from collections.abc import Collection

from django.db import transaction

from gallery import jobs
from gallery.actions.ledger import Act
from gallery.actions.move import NoFacesError
from gallery.actions.people import cover_of, lock_with_faces
from gallery.models import Decision, Face, Person, Stage, User


@transaction.atomic
def not_a_face(faces: Collection[Face], *, by: User) -> Decision:
    """Say that these are no faces: a statue, a pattern, a dog. They are nobody's from now on.

    Raises:
        NoFacesError: there are none.
        GoneError: one of them is no longer there.
    """
    if not faces:
        raise NoFacesError
    found, people = lock_with_faces(faces)
    act = Act(found[0].asset.library, Decision.Kind.NOT_A_FACE, by=by)
    chosen = Face.objects.filter(pk__in=[face.pk for face in found])
    act.watch(chosen, Person.objects.filter(pk__in=people))
    chosen.update(not_a_face=True, person=None, confirmed=False, confirmed_by=None)
    for person in people.values():
        if person.cover_id in {face.pk for face in found}:
            Person.objects.filter(pk=person.pk).update(cover=cover_of(person))
    jobs.enqueue(Stage.CLUSTER, act.library, after=jobs.QUIET)
    return act.decide()
