"""What a change of rows says, in statements."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from gallery.models import Face, Person, Statement

Said = Statement.Kind
Columns = dict[str, Any]


def what_changes_mean(before: dict[str, Any], after: dict[str, Any]) -> list[Statement]:
    """Name, dates, hides, and whose a face is, as statements without decision and library yet.

    Args:
        before, after: as Decision keeps them.
    """
    statements: list[Statement] = []
    for pk, columns in after.get("people", {}).items():
        if columns:
            statements += _of_person(int(pk), columns, before["people"][pk] or {})
    changed = {int(pk): columns for pk, columns in after.get("faces", {}).items() if columns}
    for face in _with_places(changed):
        statements += _of_face(face, changed[face.pk])
    return statements


def statement(
    kind: Said,
    *,
    person: int | None = None,
    face: Face | None = None,
    other: Face | None = None,
    said: dict[str, Any] | None = None,
) -> Statement:
    """Make a statement that names faces by their rows, and for when those are gone by place."""
    made = Statement(kind=kind, person_id=person, said=said or {})
    for name, about in (("", face), ("other_", other)):
        if about is not None:
            box = about.box
            setattr(made, f"{name}face", about)
            setattr(made, f"{name}sha256", about.asset.sha256)
            setattr(made, f"{name}box", [box.left, box.top, box.right, box.bottom])
            setattr(made, f"{name}time", about.time)
    return made


def _of_person(pk: int, columns: Columns, was: Columns) -> Iterator[Statement]:
    def changed(name: str, *, without: object = "") -> bool:
        return name in columns and columns[name] != was.get(name, without)

    if changed("name"):
        yield statement(Said.NAME, person=pk, said={"name": columns["name"]})
    if changed("hidden", without=False):
        yield statement(Said.HIDE, person=pk, said={"hidden": columns["hidden"]})
    if changed("birth_date", without=None) or changed("birth_precision"):
        yield _birth_date(pk)
    if changed("gender_said"):
        yield statement(Said.GENDER, person=pk, said={"gender": columns["gender_said"]})
    if changed("left_out", without=False):
        yield statement(Said.LEFT_OUT, person=pk, said={"left_out": columns["left_out"]})


def _birth_date(pk: int) -> Statement:
    person = Person.objects.only("birth_date", "birth_precision").get(pk=pk)
    day = person.birth_date.isoformat() if person.birth_date else None
    said = {"date": day, "precision": person.birth_precision}
    return statement(Said.BIRTH_DATE, person=pk, said=said)


def _of_face(face: Face, columns: Columns) -> Iterator[Statement]:
    if columns.get("not_a_face"):
        yield statement(Said.NOT_A_FACE, face=face)
    if face.confirmed and ("confirmed" in columns or "person_id" in columns):
        yield statement(Said.IS, person=face.person_id, face=face)


def _with_places(pks: Iterable[int]) -> "QuerySet[Face]":
    faces = Face.objects.filter(pk__in=list(pks)).select_related("asset").order_by("pk")
    return faces.only(
        "left", "top", "right", "bottom", "time", "confirmed", "person_id", "asset__sha256"
    )
