"""How every action on people is kept: what changed, so that it can be undone, and what was said."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from gallery.actions.said import Columns, statement, what_changes_mean
from gallery.jobs import BATCH
from gallery.models import Asset, Decision, Face, Library, Person, Statement, User

Said = Statement.Kind
WATCHED: dict[str, tuple[type[Person | Face | Asset], tuple[str, ...]]] = {
    "people": (
        Person,
        (
            "name",
            "hidden",
            "birth_date",
            "birth_precision",
            "gender_said",
            "left_out",
            "cover_id",
            "shelf",
        ),
    ),
    "faces": (Face, ("person_id", "confirmed", "confirmed_by_id", "not_a_face")),
    "assets": (Asset, ("taken_at", "taken_offset", "taken_on", "taken_source", "taken_precision")),
}
"""The columns that people write, by the table's name in a decision."""
OF_PERSON = (
    Said.NAME,
    Said.HIDE,
    Said.BIRTH_DATE,
    Said.GENDER,
    Said.LEFT_OUT,
    Said.COVER,
)
"""Said of a person; each later one takes the place of the earlier."""
WHOSE = (Said.IS, Said.IS_NOT, Said.NOT_A_FACE)
OVERRULED_BY_WHOSE = (Said.IS, Said.NOT_A_FACE)
TABLES = {model: table for table, (model, _) in WATCHED.items()}


class Act:
    """Something a person does, while it is being done, inside the action's transaction.

    The action locks, tells which rows it may change (`watch`), changes them, and asks for the
    decision (`done`): it holds what has changed, and statements of all that was said by it.
    """

    def __init__(self, library: Library, kind: Decision.Kind, *, by: User | None) -> None:
        self.library, self.kind, self.by = library, kind, by
        self._before: dict[str, dict[int, Columns | None]] = defaultdict(dict)
        self._whole: dict[str, dict[int, Columns]] = defaultdict(dict)
        self._said: list[Statement] = []
        self._overruled: set[int] = set()

    def watch(self, *rows: "QuerySet[Any]") -> None:
        """Remember rows as they are; those watched already are left as they were first seen."""
        for query in rows:
            table = TABLES[query.model]
            for columns in query.order_by("pk").values("pk", *WATCHED[table][1]):
                self._before[table].setdefault(columns.pop("pk"), columns)

    def made(self, *rows: Person | Face) -> None:
        """Tell of rows that this act has made."""
        for row in rows:
            self._before[TABLES[type(row)]][row.pk] = None

    def going(self, person: Person) -> None:
        """Remember all of somebody who is about to be deleted."""
        self.watch(Person.objects.filter(pk=person.pk))
        [row] = Person.objects.filter(pk=person.pk).values()
        self._whole["people"][person.pk] = dict(row)

    def say(
        self,
        kind: Said,
        *,
        person: Person | int | None = None,
        face: Face | None = None,
        other: Face | None = None,
        **said: Any,  # noqa: ANN401 whatever JSON can hold
    ) -> None:
        """Add a statement; name, dates, hides and whose a face is are added from what changed."""
        pk = person.pk if isinstance(person, Person) else person
        self._said.append(statement(kind, person=pk, face=face, other=other, said=said))

    def say_of(self, asset: Asset, kind: Said, **said: Any) -> None:  # noqa: ANN401 as above
        """Add a statement about a whole photo or video."""
        self._said.append(Statement(kind=kind, said=said, sha256=asset.sha256))

    def add(self, statements: Iterable[Statement]) -> None:
        """Add statements as they are: of faces that may not be here yet."""
        self._said += statements

    def overrule(self, statements: "QuerySet[Statement]") -> None:
        """Let earlier statements no longer count, until this act is undone."""
        self._overruled |= set(statements.standing().values_list("pk", flat=True))  # type: ignore[attr-defined]  # StatementQuerySet

    def done(self) -> Decision | None:
        """Write the decision; None if nothing has changed and nothing was said."""
        before, after = self._changes()
        if not (any(before.values()) or self._said or self._overruled):
            return None
        return self._write(before, after)

    def decide(self) -> Decision:
        """Write the decision, whatever has changed."""
        return self._write(*self._changes())

    def _write(self, before: dict[str, Any], after: dict[str, Any]) -> Decision:
        decision = Decision.objects.create(
            library=self.library, kind=self.kind, by=self.by, before=before, after=after
        )
        statements = self._said + what_changes_mean(before, after)
        for one in statements:
            one.library, one.decision, one.by = self.library, decision, self.by
        self._overrule_earlier(statements)
        Statement.objects.bulk_create(statements)
        Statement.objects.filter(pk__in=self._overruled).update(
            withdrawn_at=timezone.now(), withdrawn_by=decision
        )
        return decision

    def _overrule_earlier(self, statements: list[Statement]) -> None:
        """Of what can be only one thing at a time the last word stands."""
        about = defaultdict(list)
        for one in statements:
            if one.kind in OF_PERSON:
                about[one.kind].append(one.person_id)
        for kind, people in about.items():
            self.overrule(Statement.objects.filter(kind=kind, person__in=people))
        dated = [one.sha256 for one in statements if one.kind == Said.DATE]
        self.overrule(
            Statement.objects.filter(kind=Said.DATE, library=self.library, sha256__in=dated)
        )
        faces = [one.face_id for one in statements if one.kind in WHOSE and one.face_id]
        self.overrule(Statement.objects.filter(kind__in=OVERRULED_BY_WHOSE, face__in=faces))

    def carry_over(self, statements: "QuerySet[Statement]", person: Person) -> None:
        """Say of another person what earlier statements say, places and all."""
        for one in statements:
            one.pk, one.person_id, one.at = None, person.pk, timezone.now()
            self._said.append(one)

    def _changes(self) -> tuple[dict[str, Any], dict[str, Any]]:
        before: dict[str, Any] = {"people": {}}  # a decision that may be undone is never empty
        after: dict[str, Any] = {"people": {}}
        for table, rows in self._before.items():
            now = _now(table, rows)
            for pk, watched in rows.items():
                whole = self._whole[table].get(pk, watched)
                was, is_now = _difference(watched if pk in now else whole, now.get(pk))
                if was != is_now:
                    before.setdefault(table, {})[str(pk)] = was
                    after.setdefault(table, {})[str(pk)] = is_now
        return before, after


def _now(table: str, pks: Iterable[int]) -> dict[int, Columns]:
    model, columns = WATCHED[table]
    wanted, found = list(pks), {}
    for start in range(0, len(wanted), BATCH):  # SQLite takes no more than 32,766 at once
        rows = model.objects.filter(pk__in=wanted[start : start + BATCH]).values("pk", *columns)
        found.update({row.pop("pk"): row for row in rows})
    return found


def _plain(columns: Columns) -> Columns:
    """Write dates as text; the encoder of Django would cut times to milliseconds."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in columns.items()
    }


def _difference(
    was: Columns | None, is_now: Columns | None
) -> tuple[Columns | None, Columns | None]:
    """Keep only the columns that differ; a row that came or went is kept whole."""
    was, is_now = was and _plain(was), is_now and _plain(is_now)
    if was is None or is_now is None:
        return was, is_now
    changed = [name for name in is_now if was[name] != is_now[name]]
    return {name: was[name] for name in changed}, {name: is_now[name] for name in changed}
