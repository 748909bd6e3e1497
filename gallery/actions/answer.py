"""What the family says to what a clustering did not dare to do."""

from collections.abc import Callable

from django.db import transaction

from gallery import jobs
from gallery.actions.forbid import NobodysFaceError, forbid
from gallery.actions.ledger import Act
from gallery.actions.merge import merge
from gallery.actions.move import move
from gallery.actions.part import part
from gallery.actions.people import confirm, lock
from gallery.actions.questions import close, drop_pointless, may_be_opened_by
from gallery.models import Decision, Face, Person, Proposal, Stage, Statement, User


class AnsweredError(ValueError):
    """The question was answered before, or nothing is left of it."""


@transaction.atomic
def answer(proposal: Proposal, *, yes: bool, by: User) -> Decision:
    """Say yes or no to a question.

    Faces would move: yes gives them to the other person, or to somebody new, and confirms them
    there; no confirms them where they are. Faces that have moved or were confirmed since are left
    alone. Two people may be one: yes merges them; no confirms a face of each, so that no
    clustering puts them together. Faces may not be whom they are with: yes confirms that they are;
    no takes them from that person. Other questions that this answers go at once.

    Raises:
        AnsweredError: there is nothing to answer any more, or it is not answered by yes or no.
        GoneError: one of the two people is no longer there.
    """
    wanted = [pk for pk in (proposal.person_id, proposal.other_id) if pk is not None]
    by_pk = {person.pk: person for person in lock(wanted)}
    if not Proposal.objects.select_for_update().open().filter(pk=proposal.pk).exists():
        raise AnsweredError
    decide = _ANSWERS.get((Proposal.Kind(proposal.kind), yes))
    if decide is None:
        raise AnsweredError
    as_it_was = close(proposal, yes=yes, by=by)
    decision = decide(proposal, [by_pk[pk] for pk in wanted], by)
    may_be_opened_by(decision, proposal, as_it_was)
    drop_pointless(proposal.library)
    # Answers come one after the other: the questions stay while they do.
    jobs.enqueue(Stage.CLUSTER, proposal.library, after=jobs.QUIET)
    return decision


def _move(proposal: Proposal, people: list[Person], by: User) -> Decision:
    other = people[1] if len(people) > 1 else None
    decision, _ = move(_still_theirs(proposal), other, by=by, twice=True)
    return decision


def _stay(proposal: Proposal, people: list[Person], by: User) -> Decision:
    [person, *_] = people
    faces = _still_theirs(proposal)
    act = Act(proposal.library, Decision.Kind.STAY, by=by)
    act.watch(Face.objects.filter(pk__in=[face.pk for face in faces]))
    confirm(faces, person, by=by)
    act.say(Statement.Kind.SAME, person=person, face=faces[0])
    return act.decide()


def _join(_: Proposal, people: list[Person], by: User) -> Decision:
    keep, absorb = sorted(people, key=lambda one: (not one.name, -one.faces.count(), one.pk))
    return merge(keep=keep, absorb=[absorb], by=by)


def _take(proposal: Proposal, _: list[Person], by: User) -> Decision:
    try:
        return forbid(_still_theirs(proposal), by=by)
    except NobodysFaceError:
        raise AnsweredError from None


def _part(_: Proposal, people: list[Person], by: User) -> Decision:
    return part(people[0], people[1], by=by)


_ANSWERS: dict[tuple[Proposal.Kind, bool], Callable[[Proposal, list[Person], User], Decision]] = {
    (Proposal.Kind.MOVE, True): _move,
    (Proposal.Kind.MOVE, False): _stay,
    (Proposal.Kind.THESE, True): _stay,
    (Proposal.Kind.THESE, False): _take,
    (Proposal.Kind.JOIN, True): _join,
    (Proposal.Kind.JOIN, False): _part,
}


def _still_theirs(proposal: Proposal) -> list[Face]:
    faces = Face.objects.filter(
        pk__in=proposal.faces.values("pk"), person=proposal.person_id, confirmed=False
    )
    found = list(faces.select_related("asset").order_by("pk"))
    if not found:
        raise AnsweredError
    return found
