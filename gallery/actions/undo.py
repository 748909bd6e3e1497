from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from gallery import jobs, storage
from gallery.actions.leave_out import follow
from gallery.actions.ledger import WATCHED
from gallery.actions.people import GoneError, lock
from gallery.actions.questions import ask_again
from gallery.actions.said import Columns
from gallery.actions.take_back import take_back_from_faces, take_back_from_photos, unmake_people
from gallery.models import Asset, Decision, Face, Person, Stage, Statement

Kind = Decision.Kind
ABOUT_FACES = (
    Kind.MOVE,
    Kind.STAY,
    Kind.PART,
    Kind.SPLIT,
    Kind.FORBID,
    Kind.NOT_A_FACE,
    Kind.TWICE,
    Kind.DRAW,
    Kind.IMPORT,
)
"""What a clustering is told; without it, it has to say anew who is who, and may ask again."""


class CannotUndoError(Exception):
    """It cannot be undone any more; the words say why."""

    def __init__(self, reason: str, later: Decision | None = None) -> None:
        super().__init__(reason)
        self.later = later
        """The decision to be undone first, if that would help."""


@transaction.atomic
def undo(decision: Decision) -> None:
    """Put back what a decision changed, and nothing else; in any order.

    Faces that have come since stay where they are; faces that are gone stay gone. What was said
    with the decision is withdrawn, and what it overruled stands again.

    Raises:
        CannotUndoError: it is undone already, somebody is gone, or a later decision that still
            stands changed the same.
    """
    locked = Decision.objects.select_for_update().get(pk=decision.pk)
    _check(locked)
    before, after = locked.before, locked.after
    _lock(before, after)
    _put_back_people(before.get("people", {}), after.get("people", {}))
    _put_back_faces(before.get("faces", {}), after.get("faces", {}))
    _put_back_assets(before.get("assets", {}))
    take_back_from_faces(locked)
    take_back_from_photos(locked)
    unmake_people(locked)
    _put_back_statements(locked)
    ask_again(locked.library, before.get("questions", {}))
    locked.undone_at = timezone.now()
    locked.save(update_fields=["undone_at"])
    _go_on(locked)


@transaction.atomic
def undo_together(decisions: Iterable[Decision]) -> None:
    """Undo several, the latest first: all of them or none.

    Raises:
        CannotUndoError: see `undo`.
    """
    for decision in sorted(decisions, key=lambda one: -one.pk):
        undo(decision)


def later_change(decision: Decision) -> Decision | None:
    """The first later decision that stands and changed the same column of the same row."""
    changed = _changed(decision)
    later = Decision.objects.filter(library=decision.library_id, undone_at=None, pk__gt=decision.pk)
    return next((one for one in later.order_by("pk") if changed & _changed(one)), None)


def _check(decision: Decision) -> None:
    if decision.undone_at is not None:
        raise CannotUndoError("That was undone already.")
    if decision.kind == Kind.FORGET:
        raise CannotUndoError("Somebody was forgotten for good. Nothing of it was kept.")
    if not decision.before:
        raise CannotUndoError("Nothing was kept that could bring it back.")
    later = later_change(decision)
    if later is not None:
        raise CannotUndoError(
            "Something about the same people was changed after that. Undo the later change first.",
            later,
        )


def _changed(decision: Decision) -> set[tuple[str, str, str]]:
    """Each column it changed; of a row that came or went, a column that stands for all."""
    return {
        (table, pk, column)
        for table, rows in decision.before.items()
        for pk, columns in rows.items()
        for column in _columns(table, columns, decision.after[table][pk])
    }


def _columns(table: str, was: Columns | None, is_now: Columns | None) -> Iterable[str]:
    if was is None or is_now is None:
        return WATCHED[table][1]
    return was


def _lock(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Lock who was changed, and whoever faces go back to."""
    gone = {int(pk) for pk, columns in after.get("people", {}).items() if columns is None}
    people = {int(pk) for pk, columns in before.get("people", {}).items() if columns is not None}
    owners = {
        columns["person_id"]
        for columns in before.get("faces", {}).values()
        if columns and columns.get("person_id") is not None
    }
    try:
        lock((people | owners) - gone, faces=[int(pk) for pk in before.get("faces", {})])
    except GoneError:
        raise CannotUndoError("That person is no longer there.") from None
    if Person.objects.filter(pk__in=gone).exists():
        raise CannotUndoError("Those two are apart already.")


def _put_back_people(before: dict[str, Columns | None], after: dict[str, Columns | None]) -> None:
    for pk, columns in before.items():
        if columns is None:
            continue
        values = _values(Person, columns)
        if values.get("cover_id") and not Face.objects.filter(pk=values["cover_id"]).exists():
            values["cover_id"] = None
        if after[pk] is None:
            Person.objects.create(pk=int(pk), **{k: v for k, v in values.items() if k != "id"})
        else:
            _save_person(int(pk), values)


def _save_person(pk: int, values: Columns) -> None:
    person = Person.objects.get(pk=pk)
    for name, value in values.items():
        setattr(person, name, value)
    if person.name:
        person.shelf = Person.Shelf.NONE
    person.save(update_fields={*(name.removesuffix("_id") for name in values), "shelf"})


def _put_back_faces(before: dict[str, Columns | None], after: dict[str, Columns | None]) -> None:
    """Give faces back, unless a machine has since given them to somebody else."""
    faces = Face.objects.in_bulk([int(pk) for pk in before])
    for pk, columns in before.items():
        face = faces.get(int(pk))
        if face is None:
            continue
        if columns is None:
            face.delete()
            transaction.on_commit(partial(storage.erase_stale_crops, face.asset))
        elif _is_where_it_was_put(face, after[pk] or {}):
            Face.objects.filter(pk=face.pk).update(**_values(Face, columns))


def _is_where_it_was_put(face: Face, after: Columns) -> bool:
    if "person_id" not in after or face.person_id is None:
        return True
    if after["person_id"] is None:
        return not face.confirmed  # where a clustering has placed it since
    return bool(face.person_id == after["person_id"])


def _put_back_assets(before: dict[str, Columns]) -> None:
    for pk, columns in before.items():
        Asset.objects.filter(pk=int(pk)).update(**_values(Asset, columns))


def _put_back_statements(decision: Decision) -> None:
    decision.statements.standing().update(withdrawn_at=timezone.now(), withdrawn_by=decision)
    overruled = Statement.objects.filter(withdrawn_by=decision).exclude(decision=decision)
    overruled.update(withdrawn_at=None, withdrawn_by=None)


def _go_on(decision: Decision) -> None:
    people = _everybody_in(decision)
    left_out = Person.objects.filter(pk__in=people, left_out=True).exists()
    if decision.kind == Kind.LEAVE_OUT or left_out:
        changed = [int(pk) for pk in decision.before.get("faces", {})]
        follow(decision.library, Face.objects.filter(Q(pk__in=changed) | Q(person__in=people)))
    elif decision.kind in ABOUT_FACES:
        jobs.enqueue(Stage.CLUSTER, decision.library, after=jobs.QUIET)
    else:
        jobs.enqueue(Stage.REFINE, decision.library)


def _everybody_in(decision: Decision) -> set[int]:
    """Whom it changed, and with whom faces were or are."""
    rows = [*decision.before.get("faces", {}).values(), *decision.after.get("faces", {}).values()]
    owners = {columns.get("person_id") for columns in rows if columns}
    return {int(pk) for pk in decision.before.get("people", {})} | (owners - {None})


def _values(model: type[Model], columns: Columns) -> Columns:
    """Read columns as they were before they became JSON."""
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001 Django's own, documented
    return {name: fields[name].to_python(value) for name, value in columns.items()}
