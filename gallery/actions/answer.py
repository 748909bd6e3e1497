"""What the family says to what a clustering did not dare to do."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from gallery import jobs
from gallery.actions.merge import merge
from gallery.actions.people import as_they_are, confirm, cover_of, lock
from gallery.models import Decision, Face, Person, Proposal, Stage, User


class AnsweredError(ValueError):
    """The question was answered before, or nothing is left of it."""


@transaction.atomic
def answer(proposal: Proposal, *, yes: bool, by: User) -> Decision:
    """Say yes or no to a question.

    Faces would move: yes gives them to the other person, or to somebody new, and confirms them
    there; no confirms them where they are. Faces that have moved or were confirmed since are left
    alone. Two people may be one: yes merges them; no confirms a face of each, so that no
    clustering puts them together.

    Raises:
        AnsweredError: there is nothing to answer any more.
        GoneError: one of the two people is no longer there.
    """
    wanted = [pk for pk in (proposal.person_id, proposal.other_id) if pk is not None]
    by_pk = {person.pk: person for person in lock(wanted)}
    if not Proposal.objects.select_for_update().open().filter(pk=proposal.pk).exists():
        raise AnsweredError
    decide = _ANSWERS[Proposal.Kind(proposal.kind), yes]
    decision = decide(proposal, [by_pk[pk] for pk in wanted], by)
    Proposal.objects.filter(pk=proposal.pk).update(
        answer=Proposal.Answer.YES if yes else Proposal.Answer.NO,
        answered_by=by,
        answered_at=timezone.now(),
    )
    # Answers come one after the other: the questions stay while they do.
    jobs.enqueue(Stage.CLUSTER, proposal.library, after=jobs.QUIET)
    return decision


def _move(proposal: Proposal, people: list[Person], by: User) -> Decision:
    person, *others = people
    faces = _still_theirs(proposal)
    other = others[0] if others else Person.objects.create(library=proposal.library)
    decision = _record(proposal, Decision.Kind.MOVE, [person, other], faces, by)
    confirm(faces, other, by=by)
    if person.cover_id in {face.pk for face in faces}:
        Person.objects.filter(pk=person.pk).update(cover=cover_of(person))
    return decision


def _stay(proposal: Proposal, people: list[Person], by: User) -> Decision:
    faces = _still_theirs(proposal)
    decision = _record(proposal, Decision.Kind.STAY, people[:1], faces, by)
    confirm(faces, people[0], by=by)
    return decision


def _join(_: Proposal, people: list[Person], by: User) -> Decision:
    keep, absorb = sorted(people, key=lambda one: (not one.name, -one.faces.count(), one.pk))
    return merge(keep=keep, absorb=absorb, by=by)


def _part(proposal: Proposal, people: list[Person], by: User) -> Decision:
    covers = [cover for cover in map(cover_of, people) if cover]
    decision = _record(proposal, Decision.Kind.PART, people, covers, by)
    for person in people:
        confirm([cover for cover in covers if cover.person_id == person.pk], person, by=by)
    return decision


_ANSWERS: dict[tuple[Proposal.Kind, bool], Callable[[Proposal, list[Person], User], Decision]] = {
    (Proposal.Kind.MOVE, True): _move,
    (Proposal.Kind.MOVE, False): _stay,
    (Proposal.Kind.JOIN, True): _join,
    (Proposal.Kind.JOIN, False): _part,
}


def _still_theirs(proposal: Proposal) -> list[Face]:
    faces = Face.objects.filter(
        pk__in=proposal.faces.values("pk"), person=proposal.person_id, confirmed=False
    )
    found = list(faces.order_by("pk"))
    if not found:
        raise AnsweredError
    return found


def _record(
    proposal: Proposal, kind: Decision.Kind, people: list[Person], faces: list[Face], by: User
) -> Decision:
    before = as_they_are(people, faces)
    return Decision.objects.create(library=proposal.library, kind=kind, by=by, before=before)
