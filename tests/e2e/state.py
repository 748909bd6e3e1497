"""What the family has said, as the database of a seeded gallery holds it, and how it changed."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.seeded import Seeded

NEW = "new"  # the key of a row that was not there before
THERE = "there"  # the column that says whether a row is
COLUMNS = {
    "person": "id name hidden birth_date birth_precision gender_said left_out shelf cover_id",
    "face": "id asset_id person_id confirmed confirmed_by_id not_a_face detected_by time",
    "asset": "id taken_at taken_offset taken_on taken_source taken_precision",
}
"""What people write; what machines work out of it may differ until they have worked again."""
SAID = (
    "kind person_id face_id sha256 box time other_face_id other_sha256 other_box other_time"
    " said by_id"
)

Rows = dict[tuple[str, Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class State:
    rows: Rows
    said: Counter[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Change:
    """Columns of rows that have another value now, and the kinds of statements that came or went.

    A row that is new has the key "new" and holds what is neither empty nor zero.
    """

    rows: dict[tuple[str, Any, str], Any] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


NOTHING = Change()


def state(gallery: Seeded) -> State:
    rows: Rows = {}
    for table, columns in COLUMNS.items():
        names = columns.split()
        for row in gallery.ask(f"select {','.join(names)} from gallery_{table}"):  # noqa: S608
            rows[table, row[0]] = dict(zip(names, row, strict=True))
    standing = f"select {','.join(SAID.split())} from gallery_statement where withdrawn_at is null"  # noqa: S608 ours
    return State(rows, Counter(gallery.ask(standing)))


def changes(before: State, after: State) -> Change:
    came = {key for key in after.rows if key not in before.rows}
    rows = {(*key, THERE): False for key in before.rows if key not in after.rows}
    for (table, pk), row in after.rows.items():
        was = before.rows.get((table, pk), {})
        for column, value in row.items():
            if column == "id" and was:
                continue
            if was.get(column) != value and (was or value):
                place = (table, pk if was else NEW, column if column != "id" else THERE)
                rows[place] = True if place[2] == THERE else _named(column, value, came)
    return Change(rows, _kinds(after.said - before.said), _kinds(before.said - after.said))


def _named(column: str, value: Any, came: set[tuple[str, Any]]) -> Any:
    """Call the keys of new rows so."""
    table = {"person_id": "person", "cover_id": "face"}.get(column)
    return NEW if table and (table, value) in came else value


def _kinds(said: Counter[tuple[Any, ...]]) -> tuple[str, ...]:
    return tuple(sorted(row[0] for row in said.elements()))
