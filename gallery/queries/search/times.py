"""A time as a family says it: a part of each year, a stretch of years, a birthday."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gallery.queries.search.feasts import FEASTS, SEASONS, Days

ONE = timedelta(1)


@dataclass(frozen=True, slots=True)
class Part:
    """A month, a day, a season or a feast of every year."""

    name: str
    """Of the season or feast; empty for a month or a day."""
    month: int = 0
    day: int = 0

    @property
    def title(self) -> str:
        """Such as "July", "14 July", "Summer", "Christmas"."""
        if self.month:
            month = calendar.month_name[self.month]
            return f"{self.day} {month}" if self.day else month
        return self.name[0].upper() + self.name[1:]

    @property
    def words(self) -> str:
        if self.name in FEASTS:
            return f"at {self.name}"
        if self.day:
            return f"on {self.title}"
        return f"in {self.name or self.title}"

    def days(self, year: int) -> Days | None:
        """Its first and last day in a year; None for the 29th of February of most years."""
        if self.name:
            return (FEASTS | SEASONS)[self.name](year)
        end = calendar.monthrange(year, self.month)[1]
        if self.day > end:
            return None
        return date(year, self.month, self.day or 1), date(year, self.month, self.day or end)


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to a day, both within; None: open."""

    first: date | None
    last: date | None

    @property
    def title(self) -> str:
        """Such as "2019", "2015-2018", "since 2015"."""
        if self.first and self.last and self._whole_years:
            years = dict.fromkeys((str(self.first.year), str(self.last.year)))
            return "\N{EN DASH}".join(years)
        return self.words.removeprefix("from ")

    @property
    def words(self) -> str:
        first, last = self.first, self.last
        if first and last:
            if self._whole_years and first.year == last.year:
                return f"in {first.year}"
            start, end = _short(first, starts=True), _short(last, starts=False)
            if not self._whole_years:
                start, end = _long(first), _long(last)
            return f"from {start} to {end}"
        if first:
            return f"since {_short(first, starts=True)}"
        return f"before {_short(last + ONE, starts=True)}" if last else ""

    @property
    def _whole_years(self) -> bool:
        starts = self.first is None or (self.first.month, self.first.day) == (1, 1)
        return starts and (self.last is None or (self.last.month, self.last.day) == (12, 31))

    def covers(self, year: int) -> bool:
        after = self.first is None or self.first <= date(year, 1, 1)
        return after and (self.last is None or self.last >= date(year, 12, 31))

    def within(self, days: Days) -> Days:
        """What they have in common; the end is before the start if that is nothing."""
        return max(days[0], self.first or days[0]), min(days[1], self.last or days[1])


@dataclass(frozen=True, slots=True)
class Birthday:
    """The days around somebody's birthday; `number`: around that one only."""

    name: str
    """Empty: anybody's."""
    number: int | None = None

    @property
    def title(self) -> str:
        return self.words_with(self.name)

    def words_with(self, name: str) -> str:
        which = "" if self.number is None else f"{ordinal(self.number)} "
        return f"{name or 'anybody'}'s {which}birthday"


Pieces = tuple[Part | Span, ...]
Found = tuple[int, Pieces] | None
"""Where a time ends among the words, and what it is."""


def year_span(first: int, last: int | None = None) -> Span:
    years = sorted((first, first if last is None else last))
    return Span(date(years[0], 1, 1), date(years[1], 12, 31))


def days_of(parts: Sequence[Part], spans: Sequence[Span], years: Iterable[int]) -> list[Days]:
    """All stretches of days that are meant, of the years in which there are photos."""
    if not parts:
        return joined((span.first or date.min, span.last or date.max) for span in spans)
    found = []
    for year in years:
        for days in filter(None, (part.days(year) for part in parts)):
            # Winter 2018 goes into 2019, New Year 2019 begins in 2018: the year they are called by.
            whole = not spans or any(span.covers(year) for span in spans)
            found += [days] if whole else [span.within(days) for span in spans]
    return joined(found)


def joined(stretches: Iterable[Days]) -> list[Days]:
    """In order, and together where they meet; empty ones left out."""
    found: list[Days] = []
    for first, last in sorted(days for days in stretches if days[0] <= days[1]):
        if found and (found[-1][1] == date.max or first <= found[-1][1] + ONE):
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def ordinal(number: int) -> str:
    """Such as 1st, 12th, 23rd."""
    teens = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _short(day: date, *, starts: bool) -> str:
    """The year alone where the day is its first (or last)."""
    edge = (1, 1) if starts else (12, 31)
    return str(day.year) if (day.month, day.day) == edge else _long(day)


def _long(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
