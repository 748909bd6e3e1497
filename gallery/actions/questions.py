"""What an action does to the open questions, at once: none is asked that it has made pointless."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from gallery.models import Decision, Face, Library, Person, Proposal, Run, Statement, User
from gallery.models.proposal import ProposalQuerySet
from gallery.models.statement import StatementQuerySet

Kind = Proposal.Kind
Row = dict[str, Any]


def follow_merge(keep: Person, going: Collection[Person]) -> None:
    """Let questions about people who are about to go be about the one who stays.

    Call it inside the merge's transaction, before they are deleted: what is still about them goes
    with them.
    """
    gone = [person.pk for person in going]
    everybody = [keep.pk, *gone]
    about = Proposal.objects.filter(library=keep.library_id)
    between = Q(person__in=everybody, other__in=everybody)
    about.open().filter(between).delete()
    for side in ("person", "other"):
        about.filter(**{f"{side}__in": gone}).exclude(between).update(**{side: keep})
    joins = about.open().filter(kind=Kind.JOIN)
    # A question whether two are one has the two in order.
    joins.filter(person__gt=F("other")).update(person=F("other"), other=F("person"))
    twice = joins.filter(person=OuterRef("person"), other=OuterRef("other"), pk__lt=OuterRef("pk"))
    joins.filter(Exists(twice)).delete()
    who = about.open().filter(kind=Kind.WHO, faces=None)
    once = who.filter(person=OuterRef("person"), pk__lt=OuterRef("pk"))
    who.filter(Exists(once)).delete()
    _offer(about.open().filter(kind=Kind.WHO), keep.pk, set(gone))


def _offer(who: ProposalQuerySet, keep: int, gone: set[int]) -> None:
    """Offer who stays in the place of those who go."""
    changed = []
    for row in who:
        offered = row.evidence.get("candidates", [])
        if gone.isdisjoint(offered):
            continue
        people = dict.fromkeys(keep if pk in gone else pk for pk in offered)
        row.evidence["candidates"] = [pk for pk in people if pk != row.person_id]
        changed.append(row)
    Proposal.objects.bulk_update(changed, ["evidence"])


def drop_pointless(library: Library) -> None:
    """Remove open questions that what was said has answered.

    Call it at the end of an action, inside its transaction.
    """
    asked = Proposal.objects.open().filter(library=library)
    asked.filter(Q(person__hidden=True) | Q(other__hidden=True)).delete()
    asked.filter(kind=Kind.WHO, faces=None).exclude(person__name="").delete()
    joins = asked.filter(kind=Kind.JOIN)
    joins.exclude(person__name="").exclude(other__name="").delete()
    joins.filter(
        Exists(_parted(OuterRef("person"), OuterRef("other")))
        | Exists(_parted(OuterRef("other"), OuterRef("person")))
    ).delete()
    still_open = Proposal.faces.through.objects.filter(
        proposal=OuterRef("pk"), face__confirmed=False, face__person=OuterRef("person")
    )
    about_faces = asked.exclude(kind=Kind.JOIN).exclude(faces=None)
    about_faces.exclude(Exists(still_open)).delete()


def _parted(one: OuterRef, other: OuterRef) -> StatementQuerySet:
    return Statement.objects.that_part().filter(face__person=one, other_face__person=other)


def close(question: Proposal, *, yes: bool, by: User) -> Row:
    """Let a question be answered, before what was said is done: it may make questions pointless.

    Returns:
        All that asking it again takes, for `may_be_opened_by`.
    """
    columns = ("run_id", "kind", "person_id", "other_id", "evidence", "gain")
    faces = question.faces.order_by("pk").values_list("pk", flat=True)
    as_it_was = {name: getattr(question, name) for name in columns} | {"faces": list(faces)}
    Proposal.objects.filter(pk=question.pk).update(
        answer=Proposal.Answer.YES if yes else Proposal.Answer.NO,
        answered_by=by,
        answered_at=timezone.now(),
    )
    return as_it_was


def may_be_opened_by(decision: Decision, question: Proposal, as_it_was: Row) -> None:
    """Let the decision that a question led to say how it is opened again."""
    decision.before["questions"] = {str(question.pk): as_it_was}
    decision.after["questions"] = {str(question.pk): {}}
    decision.save(update_fields=["before", "after"])


def ask_again(library: Library, rows: dict[str, Row]) -> None:
    """Open questions whose answer was undone, where those they are about are still there."""
    for pk, row in rows.items():
        columns = {name: value for name, value in row.items() if name != "faces"}
        concerned = {row["person_id"], row["other_id"]} - {None}
        there = Person.objects.filter(library=library, pk__in=concerned).count()
        run = Run.objects.filter(library=library, pk=row["run_id"]).exists()
        if there < len(concerned) or not run:
            continue
        open_again = {"answer": "", "answered_by": None, "answered_at": None}
        question, _ = Proposal.objects.update_or_create(
            pk=int(pk), defaults={"library": library, **columns, **open_again}
        )
        question.faces.set(Face.objects.filter(pk__in=row["faces"]))
