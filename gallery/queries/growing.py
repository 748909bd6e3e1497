"""Growing up: the best face of each stretch of a life, turned so that its eyes are in one place."""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from faces.image import Alignment
from gallery import ages
from gallery.models import Person
from gallery.queries.sightings import Sighting

MOST = 48  # faces of the strip

Period = Callable[[date], int]


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A face at its time, and how it is turned on the page."""

    face: int
    asset: int
    day: date | None
    age: str
    """Such as "3" or "7 months"; empty if it cannot be known."""
    years: int | None
    """The same in whole years."""
    alignment: Alignment
    colour: str
    """Of its photo: what lies around a face at the edge of a picture."""

    @property
    def words(self) -> str:
        """Such as "3 years, 2017"."""
        year = str(self.day.year) if self.day else "no date"
        return f"{ages.in_words(self.age)}, {year}" if self.age else year

    @property
    def big(self) -> str:
        """What stands in large letters: the age, or the year where that is all one knows."""
        words = ages.in_words(self.age) or (str(self.day.year) if self.day else "")
        return words[:1].upper() + words[1:]

    @property
    def short(self) -> str:
        """The age where there is little room, such as "~34" or "11 mo"."""
        return self.age.replace("about ", "~").replace("months", "mo").replace("month", "mo")

    @property
    def unit(self) -> str:
        """What `short` leaves out, such as " years"."""
        return ages.in_words(self.age).removeprefix(self.age)

    @property
    def beside(self) -> str:
        """The year, where that is not what stands there already."""
        return str(self.day.year) if self.day and self.age else ""

    @property
    def then(self) -> str:
        """The query that leads to the photos of that age or year."""
        if self.years is not None:
            return f"?age={self.years}#photos"
        return f"?year={self.day.year}#photos" if self.day else "#photos"

    @property
    def turned(self) -> str:
        """The alignment in CSS, about the top left corner."""
        it = self.alignment
        return (
            f"translate({100 * it.x:.2f}%, {100 * it.y:.2f}%) "
            f"rotate({math.degrees(it.turn):.2f}deg) scale({it.scale:.3f})"
        )


def glimpse(person: Person, seen: Sighting) -> Glimpse:
    return Glimpse(
        face=seen.face,
        asset=seen.asset,
        day=seen.day,
        age=ages.age_on(person, seen.day, seen.precision),
        years=ages.years_on(person, seen.day),
        alignment=seen.alignment,
        colour=seen.colour,
    )


def growing(person: Person, seen: list[Sighting], most: int = MOST) -> list[Glimpse]:
    """The best face of each period, oldest first; their cover stands for its own.

    The period is as short as it can be for at most so many of them to cover the whole life.
    """
    dated = [(one.day, one) for one in seen if one.day]
    period = _period([day for day, _ in dated], most)
    found: dict[int, list[Sighting]] = defaultdict(list)
    for day, one in dated:
        found[period(day)].append(one)
    return [glimpse(person, best(person, found[key])) for key in sorted(found)]


def best(person: Person, seen: list[Sighting]) -> Sighting:
    """The face that stands for somebody among some: their cover, else a confirmed one first."""
    return max(seen, key=lambda one: _rank(person, one))


def _rank(person: Person, seen: Sighting) -> tuple[bool, bool, float]:
    return seen.face == person.cover_id, seen.confirmed, seen.looks


def _period(days: list[date], most: int) -> Period:
    """The shortest of our periods of which there are at most so many with a photo."""
    for months in (1, 3, 12, 24, 60, 120):
        period = _of_months(months)
        if len({period(day) for day in days}) <= most:
            return period
    return _of_months(math.ceil(12 * (days[-1].year - days[0].year + 1) / (most - 1)))


def _of_months(months: int) -> Period:
    return lambda day: (12 * day.year + day.month - 1) // months
