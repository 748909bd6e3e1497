"""Answers to several questions at once, and to who somebody is."""

from collections.abc import Collection

from django.db import transaction

from gallery.actions.answer import AnsweredError, answer
from gallery.actions.merge import merge
from gallery.actions.people import GoneError
from gallery.actions.questions import close, may_be_opened_by
from gallery.actions.rename import rename
from gallery.models import Decision, Person, Proposal, User


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
    proposal: Proposal, *, name: str = "", person: Person | None = None, by: User
) -> Decision:
    """Say who somebody without a name is: a new name, or somebody who is there already.

    Args:
        proposal: of the kind that asks who.
        name: what they are called, where `person` is nobody.
        person: who they are.
        by: who says so.

    Raises:
        AnsweredError: it was answered before, is another question, or nothing was said.
        GoneError: one of the two people is no longer there.
    """
    asked = Proposal.objects.select_for_update().open()
    row = asked.filter(pk=proposal.pk, kind=Proposal.Kind.WHO).select_related("person").first()
    if row is None or not (name or person):
        raise AnsweredError
    as_it_was = close(row, yes=True, by=by)
    if person is not None:
        decision: Decision | None = merge(keep=person, absorb=[row.person], by=by)
    else:
        decision = rename(row.person, name, by=by)
    if decision is None:
        raise AnsweredError
    may_be_opened_by(decision, row, as_it_was)
    return decision
