"""At what ages somebody is seen, with whom, and what the days of a library hold."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Max

from gallery import ages
from gallery.models import Asset, Face, Library, Person
from gallery.queries.search.age import BABY, YEAR, Age, years
from gallery.queries.search.feasts import FEASTS
from gallery.queries.search.sql import YearAndMonth

OFFERED = (2, 5, 10, 15, 20, 30, 40, 50, 60, 70, 80, 90)  # years


@dataclass(frozen=True, slots=True)
class Days:
    """What may be asked of the days on which photos were taken."""

    years: list[int]
    """Newest first."""
    feasts: dict[str, list[int]]
    """Of each feast with photos the years in which there are some, newest first."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A face somebody had at an age."""

    age: Age
    face: int
    year: int


def sights_of(people: Collection[Person]) -> dict[int, list[Sight]]:
    """By person one face of each year of age at which there are photos, youngest first."""
    born = {person.pk: moment for person in people if (moment := ages.birth_moment(person))}
    months = (
        Face.objects.real()
        .filter(person__in=born, asset__taken_on__isnull=False)
        .values_list("person", YearAndMonth(F("asset__taken_on")))
        .annotate(face=Max("pk"))
        .order_by("person", "face")
    )
    seen: dict[int, dict[Age, Sight]] = {pk: {} for pk in born}
    for pk, month, face in months:
        year, number = map(int, month.split("-"))
        old = int(year + (number - 0.5) / YEAR - born[pk])  # in the middle of the month
        age = BABY if old < BABY.high_years else years(old, old + 1)
        if old >= 0:
            seen[pk][age] = Sight(age, face, year)
    return {pk: sorted(found.values(), key=lambda sight: sight.age) for pk, found in seen.items()}


def few(seen: Iterable[Sight], most: int) -> list[Sight]:
    """Some ages worth trying: round ones first, spread over those there are."""
    everything = list(seen)
    round_ones = [one for one in everything if one.age == BABY or one.age.low // YEAR in OFFERED]
    wanted = round_ones if len(round_ones) >= min(most, len(everything)) else everything
    step = max(1.0, len(wanted) / most)
    return [wanted[int(place * step)] for place in range(min(most, len(wanted)))]


def companions(people: Collection[int]) -> list[tuple[int, int]]:
    """Who is on most photos with each of these people: (one of them, the other), most first."""
    together = (
        Face.objects.real()
        .filter(person__in=people, asset__faces__not_a_face=False)
        .annotate(
            other=F("asset__faces__person"),
            other_name=F("asset__faces__person__name"),
            other_hidden=F("asset__faces__person__hidden"),
        )
        .filter(other_hidden=False)
        .exclude(other=F("person"))
        .exclude(other_name="")
        .values_list("person", "other")
        .annotate(photos=Count("asset", distinct=True))
        .order_by("-photos", "person", "other")
    )
    return [(one, other) for one, other, _ in together]


def days_seen(library: Library) -> Days:
    taken = Asset.objects.filter(library=library, taken_on__isnull=False)
    days = {day for day in taken.values_list("taken_on", flat=True).distinct() if day}
    found = sorted({day.year for day in days}, reverse=True)
    feasts = {name: [year for year in found if _is_kept(name, year, days)] for name in FEASTS}
    return Days(found, {name: kept for name, kept in feasts.items() if kept})


def _is_kept(feast: str, year: int, days: Collection[date]) -> bool:
    first, last = FEASTS[feast](year)
    length = (last - first).days + 1
    return any(first + timedelta(step) in days for step in range(length))
