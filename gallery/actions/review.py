"""Answers to several questions at once, and to who somebody is."""

from collections.abc import Collection

from django.db import transaction

from gallery.actions.answer import AnsweredError, answer
from gallery.actions.forbid import forbid
from gallery.actions.merge import merge
from gallery.actions.move import move
from gallery.actions.people import GoneError
from gallery.actions.questions import close, drop_pointless, may_be_opened_by
from gallery.actions.rename import rename
from gallery.models import Decision, Face, Person, Proposal, User


@transaction.atomic
def answer_together(
    proposals: Collection[Proposal], *, wrong: Collection[int] = (), by: User
) -> list[Decision]:
    """Say yes to several questions at once, and no to those that were taken off.

    One that another of them has answered, or left without its people, is passed over.

    Args:
        proposals: questions that are answered by yes or no.
        wrong: primary keys of those that are answered by no.
        by: who says so.
    """
    decisions = []
    # The no's first: a yes makes two people one, and the questions about the other follow.
    for proposal in sorted(proposals, key=lambda one: (one.pk not in wrong, one.pk)):
        now = Proposal.objects.open().filter(pk=proposal.pk).first()
        if now is None:
            continue
        try:
            decisions.append(answer(now, yes=now.pk not in wrong, by=by))
        except (AnsweredError, GoneError):
            continue
    return decisions


@transaction.atomic
def say_who(
    proposal: Proposal,
    *,
    name: str = "",
    person: Person | None = None,
    besides: Collection[int] = (),
    by: User,
) -> Decision:
    """Say who somebody without a name is, or some faces: a new name, or somebody who is there.

    Args:
        proposal: of the kind that asks who.
        name: what they are called, where `person` is nobody.
        person: who they are.
        besides: primary keys of the faces shown that are somebody else. They are taken from the
            person they are with; of a question about some faces they are left where they are.
        by: who says so.

    Raises:
        AnsweredError: it was answered before, is another question, or nothing was said.
        NobodysFaceError: all faces are somebody else.
        GoneError: one of the two people is no longer there.
    """
    asked = Proposal.objects.select_for_update(of=("self",)).open()
    row = asked.filter(pk=proposal.pk, kind=Proposal.Kind.WHO).select_related("person").first()
    if row is None or not (name or person):
        raise AnsweredError
    as_it_was = close(row, yes=True, by=by)
    decision = _say(row, name, person, besides, by)
    may_be_opened_by(decision, row, as_it_was)
    drop_pointless(row.library)
    return decision


def _say(
    row: Proposal, name: str, person: Person | None, besides: Collection[int], by: User
) -> Decision:
    faces = Face.objects.filter(person=row.person).select_related("asset").order_by("pk")
    piece = list(faces.filter(pk__in=row.faces.values("pk")))
    if piece:
        these = [face for face in piece if face.pk not in besides]
        return move(these, person, by=by, name=name, twice=True)[0]
    others = list(faces.filter(pk__in=besides))
    if others:
        forbid(others, by=by)
    return _identify(row.person, name, person, by)


def _identify(who: Person, name: str, person: Person | None, by: User) -> Decision:
    if person is not None and person.pk != who.pk:
        return merge(keep=person, absorb=[who], by=by)
    decision = rename(who, name or (person.name if person else ""), by=by)
    if decision is None:
        raise AnsweredError
    return decision
