"""Times in what was typed: "July 2019", "Christmas", "since 2015", "last summer", "the 90s"."""

import calendar
import re
from collections.abc import Sequence
from datetime import date

from gallery.queries.search.feasts import Days
from gallery.queries.search.numbers import TWENTIES, at, is_year, year_in
from gallery.queries.search.read_part import read_part
from gallery.queries.search.read_relative import read_ago, read_relative
from gallery.queries.search.times import ONE, Found, Part, Pieces, Span, year_span
from gallery.queries.search.words import Word

LEADS = {"in", "on", "at", "during", "around", "over", "from"}
TO = {"to", "until", "till", "-", "\u2013"}
BOUNDS = {"since", "after", "before", "until", "till", "from"}
YEARS = re.compile(r"([0-9]{4})[-\u2013/]([0-9]{2}|[0-9]{4})")
WRITTEN = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?"),
    re.compile(r"(?:(?P<day>[0-9]{1,2})[./])?(?P<month>[0-9]{1,2})[./](?P<year>[0-9]{4})"),
)
DECADE = re.compile(r"'?([0-9]{2})?([0-9]0)s")


def read_time(words: Sequence[Word], place: int, today: date) -> Found:
    """A time that begins there and cannot be a name."""
    return (
        read_ago(words, place, today)
        or _between(words, place)
        or _bounded(words, place)
        or _led(words, place, today)
        or _unled(words, place, today)
    )


def _bounded(words: Sequence[Word], place: int) -> Found:
    """Since 2015, before May 2010, from 2015 on."""
    word, found = at(words, place), _moment(words, place + 1)
    if found is None or word not in BOUNDS:
        return None
    end, (starts, ends) = found
    if word == "from":
        on = at(words, end) in {"on", "onward", "onwards"}
        return (end + 1, (Span(starts, None),)) if on else None
    spans = {
        "since": Span(starts, None),
        "after": Span(ends + ONE, None),
        "before": Span(None, starts - ONE),
    }
    return end, (spans.get(word, Span(None, ends)),)


def _between(words: Sequence[Word], place: int) -> Found:
    """Between 2015 and 2018, from May to July 2019."""
    if at(words, place) not in {"between", "from"}:
        return None
    first = _moment(words, place + 1) or _month_of_the_year_after(words, place + 1)
    if first is None or at(words, first[0]) not in {*TO, "and"}:
        return None
    second = _moment(words, first[0] + 1)
    if second is None:
        return None
    earlier, later = sorted((first[1], second[1]))
    return second[0], (Span(earlier[0], later[1]),)


def _month_of_the_year_after(words: Sequence[Word], place: int) -> tuple[int, Days] | None:
    """The May of "between May and July 2019"."""
    found = read_part(words, place)
    if found is None or at(words, found[0]) not in {*TO, "and"}:
        return None
    until = _moment(words, found[0] + 1)
    days = found[1].days(until[1][0].year) if until else None
    return (found[0], days) if days else None


def _led(words: Sequence[Word], place: int, today: date) -> Found:
    """At Christmas, in July, on 14 July, in the summer of 2018."""
    if at(words, place) not in LEADS:
        return None
    place += 2 if at(words, place + 1) == "the" else 1
    found = _unled(words, place, today)
    if found is not None:
        return found
    part = read_part(words, place)
    return None if part is None else (part[0], (part[1],))


def _unled(words: Sequence[Word], place: int, today: date) -> Found:
    return (
        read_relative(words, place, today)
        or _range(words, place)
        or _dated(words, place)
        or _decade(words, place, today)
    )


def _range(words: Sequence[Word], place: int) -> Found:
    """2015-2018, 2015-18, 2015 to 2018."""
    glued = YEARS.fullmatch(at(words, place))
    if glued and (len(glued[2]) == 4 or int(glued[2]) > 12):
        first, last = int(glued[1]), int(glued[1][: 4 - len(glued[2])] + glued[2])
        return (place + 1, (year_span(first, last),)) if is_year(first) and is_year(last) else None
    one, other = year_in(at(words, place)), year_in(at(words, place + 2))
    if one and other and at(words, place + 1) in TO:
        return place + 3, (year_span(one, other),)
    return None


def _dated(words: Sequence[Word], place: int) -> Found:
    """A year, or a part of it with the year: July 2019, 24 December 2019, Easter 2020."""
    written = _written(at(words, place))
    if written is not None:
        return place + 1, written
    year = year_in(at(words, place))
    if year:
        return place + 1, (year_span(year),)
    found = read_part(words, place)
    if found is None:
        return None
    end, part = found
    end += 1 if at(words, end) in {",", "of"} and year_in(at(words, end + 1)) else 0
    year = year_in(at(words, end))
    if year:
        return end + 1, (part, year_span(year))
    return (end, (part,)) if part.day else None


def _written(text: str) -> Pieces | None:
    """2019-07-14, 2019-07, 14.7.2019, 7/2019."""
    for pattern in WRITTEN:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        year, month, day = (int(found[name] or 0) for name in ("year", "month", "day"))
        if is_year(year) and 1 <= month <= 12 and day <= calendar.monthrange(2020, month)[1]:
            return Part("", month, day), year_span(year)
    return None


def _moment(words: Sequence[Word], place: int) -> tuple[int, Days] | None:
    """The first and the last day of a year, a month, a season or a day of a year."""
    found = _dated(words, place)
    if found is None or not isinstance(found[1][-1], Span):
        return None
    span, part = found[1][-1], found[1][0]
    if span.first is None or span.last is None:
        return None
    days = part.days(span.first.year) if isinstance(part, Part) else (span.first, span.last)
    return None if days is None else (found[0], days)


def _decade(words: Sequence[Word], place: int, today: date) -> Found:
    """1990s, 90s, nineties."""
    place += 1 if at(words, place) == "the" else 0
    glued = DECADE.fullmatch(at(words, place))
    ten = int(glued[2]) if glued else 10 * TWENTIES.get(at(words, place), -1)
    if ten < 0:
        return None
    latest = 2000 if 2000 + ten <= today.year else 1900
    first = ten + (100 * int(glued[1]) if glued and glued[1] else latest)
    return (place + 1, (year_span(first, first + 9),)) if is_year(first) else None
