from django.db import transaction
from django.utils import timezone

from gallery import jobs
from gallery.actions.people import as_they_are, confirm, cover_of, lock
from gallery.models import Decision, Face, Person, Proposal, Stage, User


class AnsweredError(ValueError):
    """The question was answered before, or nothing is left of it."""


@transaction.atomic
def let_move(proposal: Proposal, *, by: User) -> Decision:
    """Say yes: the faces go to the other person, or to somebody new, and are confirmed there.

    Faces that have moved or were confirmed since are left alone.

    Raises:
        AnsweredError: there is nothing to answer any more.
        GoneError: one of the two people is no longer there.
    """
    [person, *others], faces = _open(proposal)
    other = others[0] if others else Person.objects.create(library=proposal.library)
    before = as_they_are([person, other], faces)
    decision = _answered(proposal, Proposal.Answer.YES, Decision.Kind.MOVE, before, by)
    confirm(faces, other, by=by)
    if person.cover_id in {face.pk for face in faces}:
        person.cover = None
        person.cover = cover_of(person)
        person.save(update_fields=["cover"])
    jobs.enqueue(Stage.CLUSTER, proposal.library)
    return decision


@transaction.atomic
def let_stay(proposal: Proposal, *, by: User) -> Decision:
    """Say no: the faces are confirmed where they are, and no clustering asks again.

    Raises:
        AnsweredError: there is nothing to answer any more.
        GoneError: one of the two people is no longer there.
    """
    [person, *_], faces = _open(proposal)
    before = as_they_are([person], faces)
    decision = _answered(proposal, Proposal.Answer.NO, Decision.Kind.STAY, before, by)
    confirm(faces, person, by=by)
    jobs.enqueue(Stage.CLUSTER, proposal.library)
    return decision


def _open(proposal: Proposal) -> tuple[list[Person], list[Face]]:
    """Lock the people, the one who has the faces first, and the faces that are still theirs."""
    wanted = [pk for pk in (proposal.person_id, proposal.other_id) if pk is not None]
    by_pk = {person.pk: person for person in lock(wanted)}
    still = Proposal.objects.select_for_update().open().filter(pk=proposal.pk)
    faces = list(
        Face.objects.select_for_update(of=("self",))
        .filter(pk__in=proposal.faces.values("pk"), person=proposal.person_id, confirmed=False)
        .order_by("pk")
    )
    if not faces or not still.exists():
        raise AnsweredError
    return [by_pk[pk] for pk in wanted], faces


def _answered(
    proposal: Proposal, answer: Proposal.Answer, kind: Decision.Kind, before: object, by: User
) -> Decision:
    Proposal.objects.filter(pk=proposal.pk).update(
        answer=answer, answered_by=by, answered_at=timezone.now()
    )
    return Decision.objects.create(library=proposal.library, kind=kind, by=by, before=before)
