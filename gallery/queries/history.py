"""What people did to people, in words: who, what, when, and whether it can be undone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator

from gallery.models import Decision, Face, Library, Person
from gallery.queries.told import Told, targets

PAGE = 40
FACES = 6  # shown of each
Kind = Decision.Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision."""

    pk: int
    at: datetime
    by: str
    words: str
    person: int | None
    """Somebody to go to, if they are still there."""
    faces: list[int]
    more: int
    """Faces that are not shown."""
    undone: bool
    undoable: bool


@dataclass(frozen=True, slots=True)
class History:
    page: "Page[Decision]"
    entries: list[Entry]


def history(library: Library, *, number: str | None = None) -> History:
    """A page of a library's decisions, the latest first, with a constant number of queries."""
    decisions = Decision.objects.filter(library=library).select_related("by")
    page = Paginator(decisions, PAGE).get_page(number)
    shown = list(page.object_list)
    people = names_for(library, shown)
    faces = _faces_of(shown)
    return History(page, [_entry(one, people, faces) for one in shown])


def words_of(decision: Decision) -> str:
    """What a decision did, such as "named Mia", for a sentence that begins with who did it."""
    return Told(decision, names_for(decision.library, [decision])).words


def _entry(decision: Decision, people: dict[int, str], faces: dict[int, list[int]]) -> Entry:
    theirs = faces.get(decision.pk, [])
    changed = [int(pk) for pk in decision.before.get("people", {})]
    return Entry(
        pk=decision.pk,
        at=decision.at,
        by=decision.by.get_username() if decision.by else "Somebody",
        words=Told(decision, people).words,
        person=next((pk for pk in [*targets(decision), *changed] if pk in people), None),
        faces=theirs[:FACES],
        more=len(theirs) - len(theirs[:FACES]),
        undone=decision.undone_at is not None,
        undoable=bool(decision.before) and decision.kind != Kind.FORGET,
    )


def names_for(library: Library, decisions: Sequence[Decision]) -> dict[int, str]:
    """Names of the people there are of those whom decisions speak of."""
    pks = {pk for one in decisions for pk in targets(one)}
    pks |= {int(pk) for one in decisions for pk in one.before.get("people", {})}
    found = Person.objects.filter(library=library, pk__in=pks)
    return dict(found.values_list("pk", "name"))


def _faces_of(decisions: list[Decision]) -> dict[int, list[int]]:
    """The faces each is about that are still there; covers only where there are no others."""
    pks = {int(pk) for one in decisions for pk in one.before.get("faces", {})}
    there = set(Face.objects.filter(pk__in=pks).values_list("pk", flat=True))
    about: dict[int, list[int]] = defaultdict(list)
    for one in decisions:
        rows = one.after.get("faces", {})
        told = [pk for pk, columns in rows.items() if columns is None or "person_id" in columns]
        about[one.pk] = [int(pk) for pk in told or rows if int(pk) in there]
    return about
