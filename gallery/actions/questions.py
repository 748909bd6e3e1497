"""What an action does to the open questions, at once: none is asked that it has made pointless."""

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q

from gallery.models import Library, Person, Proposal, Statement
from gallery.models.proposal import ProposalQuerySet
from gallery.models.statement import StatementQuerySet

Kind = Proposal.Kind


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
    who = about.open().filter(kind=Kind.WHO)
    once = who.filter(person=OuterRef("person"), pk__lt=OuterRef("pk"))
    who.filter(Exists(once)).delete()
    _offer(who, keep.pk, set(gone))


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
    asked.filter(kind=Kind.WHO).exclude(person__name="").delete()
    joins = asked.filter(kind=Kind.JOIN)
    joins.exclude(person__name="").exclude(other__name="").delete()
    joins.filter(
        Exists(_parted(OuterRef("person"), OuterRef("other")))
        | Exists(_parted(OuterRef("other"), OuterRef("person")))
    ).delete()
    still_open = Proposal.faces.through.objects.filter(
        proposal=OuterRef("pk"), face__confirmed=False, face__person=OuterRef("person")
    )
    about_faces = asked.filter(kind__in=[Kind.MOVE, Kind.THESE])
    about_faces.exclude(Exists(still_open)).delete()


def _parted(one: OuterRef, other: OuterRef) -> StatementQuerySet:
    return Statement.objects.that_part().filter(face__person=one, other_face__person=other)
