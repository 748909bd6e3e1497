"""All faces of somebody, to look through and to put right."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.core.paginator import Page, Paginator

from faces.ages import spread, unbiased
from gallery import ages
from gallery.models import Face, Person

PAGE = 120
ORDERS = {"newest": "Newest first", "age": "Age does not fit", "unsure": "Least sure first"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One face with its day."""

    face: int
    asset: int
    day: date | None
    age: str
    """How old they were then; where the faces are sorted by age, how old this one looks."""
    confirmed: bool


@dataclass(frozen=True, slots=True)
class FacesPage:
    order: str
    page: "Page[Any]"
    faces: list[Shown]
    sure: int
    """How many somebody confirmed."""


def faces_of(person: Person, *, order: str, number: str | None) -> FacesPage:
    """A page of somebody's faces, in one of ORDERS, with a constant number of queries."""
    theirs = Face.objects.real().filter(person=person)
    columns = ("pk", "asset_id", "asset__taken_on", "age", "confirmed", "quality")
    rows = list(theirs.order_by("-asset__taken_on", "-pk").values_list(*columns))
    if order == "age":
        rows.sort(key=lambda row: -_disagreement(person, row[2], row[3]))
    elif order == "unsure":
        rows.sort(key=lambda row: (row[4], row[5] if row[5] is not None else 1.0))
    page = Paginator(rows, PAGE).get_page(number)
    return FacesPage(
        order=order,
        page=page,
        faces=[_shown(person, row, looks=order == "age") for row in page.object_list],
        sure=sum(row[4] for row in rows),
    )


def _shown(person: Person, row: tuple[Any, ...], *, looks: bool) -> Shown:
    face, asset, day, age, confirmed, _ = row
    then = ages.age_on(person, day)
    if looks and age is not None:
        apparent = max(0, round(float(unbiased(np.array([age]))[0])))
        then = f"{then or 'undated'}, looks {apparent}"
    return Shown(face, asset, day, then, confirmed)


def _disagreement(person: Person, day: date | None, age: float | None) -> float:
    """By how many of its own spreads an apparent age misses what is known of the person."""
    born = ages.birth_moment(person)
    if born is None or day is None or age is None:
        return -1.0
    known = max(0.0, ages.year_of(day) - born)
    return float(abs(known - unbiased(np.array([age]))[0]) / spread(np.array([age]))[0])
