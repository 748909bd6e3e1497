from collections.abc import Collection

from django.db import transaction

from gallery import jobs
from gallery.actions.ledger import Act
from gallery.actions.move import keep_apart
from gallery.actions.people import cover_of, lock_with_faces
from gallery.models import Decision, Face, Person, Stage, Statement, User


class NobodysFaceError(ValueError):
    """A face is with nobody, or nothing else stands for who it is with."""


@transaction.atomic
def forbid(faces: Collection[Face], *, by: User) -> Decision:
    """Say that faces are not the people they are with: no clustering ever puts them there again.

    Each is kept apart from a face that stands for that person, which is confirmed. Whose they
    are instead is for the next clustering to say.

    Raises:
        NobodysFaceError: there are none, one is with nobody, or all that somebody has are chosen.
        GoneError: a face or a person is no longer there.
    """
    found, people = lock_with_faces(faces)
    if not found or any(face.person_id is None for face in found):
        raise NobodysFaceError
    going = {face.pk: face.person_id for face in found}
    stay = {pk: cover_of(person, besides=going) for pk, person in people.items()}
    if None in stay.values():
        raise NobodysFaceError
    act = Act(found[0].asset.library, Decision.Kind.FORBID, by=by)
    act.watch(Face.objects.filter(pk__in=going), Person.objects.filter(pk__in=people))
    for face in found:
        person = people[face.person_id or 0]
        act.say(Statement.Kind.IS_NOT, person=person, face=face, other=stay[person.pk])
    Face.objects.filter(pk__in=going).update(person=None, confirmed=False, confirmed_by=None)
    keep_apart(act, list(people.values()), going, by=by)
    jobs.enqueue(Stage.CLUSTER, act.library, after=jobs.QUIET)
    return act.decide()
