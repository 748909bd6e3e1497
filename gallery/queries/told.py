"""What a decision did, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gallery.models import Decision

Kind = Decision.Kind


@dataclass(frozen=True, slots=True)
class Told:
    """A decision and the people it speaks of."""

    decision: Decision
    people: Mapping[int, str]
    """Their names now, by primary key; who is gone is not in it."""

    @property
    def words(self) -> str:
        """Such as "named Mia": goes on from who did it."""
        kind = Kind(self.decision.kind)
        if not self.decision.before:  # from before it was kept, or of somebody forgotten
            return f"{kind.label} somebody"
        return _WORDS[kind](self) if kind in _WORDS else f"{kind.label} {self.name}"

    @property
    def name(self) -> str:
        """Of whom it is about."""
        changed = [*targets(self.decision), *map(int, self.decision.after.get("people", {}))]
        known = (self.people[pk] for pk in changed if self.people.get(pk))
        return next(known, "somebody without a name")

    @property
    def faces(self) -> str:
        """Such as "a face is" or "12 faces are"."""
        rows = self.decision.after.get("faces", {}).values()
        count = sum("person_id" in columns for columns in rows if columns) or len(rows)
        return "a face is" if count == 1 else f"{count} faces are"

    @property
    def columns(self) -> dict[str, Any]:
        """What people became by it."""
        rows = self.decision.after.get("people", {}).values()
        return {name: value for columns in rows if columns for name, value in columns.items()}


def targets(decision: Decision) -> list[int]:
    """To whom faces went."""
    rows = decision.after.get("faces", {}).values()
    owners = [columns["person_id"] for columns in rows if columns and columns.get("person_id")]
    return list(dict.fromkeys(owners))


def _renamed(one: Told) -> str:
    new = one.columns.get("name", "")
    rows = [columns for columns in one.decision.before["people"].values() if columns]
    old = next((columns["name"] for columns in rows if columns.get("name")), "")
    if not new:
        return f"took away the name {old}"
    return f"renamed {old} to {new}" if old else f"named {new}"


def _born(one: Told) -> str:
    said = one.columns.get("birth_date")
    return f"{'said when' if said else 'took back when'} {one.name} was born"


def _hid(one: Told) -> str:
    count = len(one.decision.after["people"])
    verb = "hid" if one.columns.get("hidden") else "showed again"
    return f"{verb} {one.name if count == 1 else f'{count} people'}"


def _merged(one: Told) -> str:
    gone = sum(columns is None for columns in one.decision.after["people"].values())
    return f"said that {gone + 1} people are one: {one.name}"


def _left_out(one: Told) -> str:
    if one.columns.get("left_out"):
        return f"left {one.name} out of recognition"
    return f"took {one.name} into recognition again"


def _dated(one: Told) -> str:
    photos = len(one.decision.after.get("assets", {}))
    if not photos:
        return "said that a date is right"
    return f"dated {photos} photo{'' if photos == 1 else 's'}"


_WORDS: dict[Kind, Callable[[Told], str]] = {
    Kind.RENAME: _renamed,
    Kind.BIRTH_DATE: _born,
    Kind.HIDE: _hid,
    Kind.MERGE: _merged,
    Kind.MOVE: lambda one: f"said that {one.faces} {one.name}",
    Kind.STAY: lambda one: f"said that {one.faces} {one.name}",
    Kind.SPLIT: lambda one: f"said that {one.faces} somebody else",
    Kind.PART: lambda _: "said that two people are two",
    Kind.FORBID: lambda one: f"said that {one.faces} not who was thought",
    Kind.NOT_A_FACE: lambda one: f"said that {one.faces} no face",
    Kind.TWICE: lambda one: f"said that {one.name} is seen twice in a photo",
    Kind.DRAW: lambda one: f"drew a face: {one.name}",
    Kind.LEAVE_OUT: _left_out,
    Kind.DATE: _dated,
    Kind.IMPORT: lambda _: "brought in what was said elsewhere",
}
