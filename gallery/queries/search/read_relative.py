"""Times that count from today: "last summer", "yesterday", "3 years ago"."""

from collections.abc import Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from gallery.queries.search.numbers import at, is_year, past, small_number
from gallery.queries.search.read_part import read_part
from gallery.queries.search.times import ONE, Found, Part, Pieces, Span, year_span
from gallery.queries.search.words import Word


def read_ago(words: Sequence[Word], place: int, today: date) -> Found:
    count = 1 if at(words, place) == "a" else small_number(at(words, place))
    if count is None or not past(words, place + 1, ("years", "ago"), ("year", "ago")):
        return None
    year = today.year - count
    return (place + 3, (year_span(year),)) if is_year(year) else None


def read_relative(words: Sequence[Word], place: int, today: date) -> Found:
    """Today, yesterday, this year, last month, last summer, last 3 years."""
    word, then = at(words, place), at(words, place + 1)
    if word in {"today", "yesterday"}:
        return place + 1, _day_of(today - (ONE if word == "yesterday" else timedelta()))
    if word not in {"this", "last", "past", "previous"}:
        return None
    back = 0 if word == "this" else 1
    whole = _whole(then, back, today)
    if whole:
        return place + 2, whole
    count, unit = small_number(then), at(words, place + 2)
    if count and back and unit in {"years", "months", "weeks", "days"}:
        since: date = today - relativedelta(**{unit: count})
        return place + 3, (Span(since, None),)
    part = read_part(words, place + 1)
    return None if part is None else (part[0], (part[1], _latest(part[1], today, ended=bool(back))))


def _whole(unit: str, back: int, today: date) -> Pieces:
    """This year, month, week or weekend, or that before."""
    if unit == "year":
        return (year_span(today.year - back),)
    if unit == "month":
        month = today + relativedelta(months=-back)
        return Part("", month.month), year_span(month.year)
    if unit == "week":
        monday = today - timedelta(today.weekday() + 7 * back)
        return (Span(monday, monday + timedelta(6)),)
    if unit == "weekend":
        saturday = today - timedelta(today.weekday() + 7 * back - 5)
        return (Span(saturday, saturday + ONE),)
    return ()


def _latest(part: Part, today: date, *, ended: bool) -> Span:
    """The year in which it was last; `ended`: it must be over."""
    years = range(today.year, today.year - 9, -1) if ended else [today.year]
    over = (year for year in years if (days := part.days(year)) and (days[1] < today or not ended))
    return year_span(next(over, today.year))


def _day_of(day: date) -> Pieces:
    return Part("", day.month, day.day), year_span(day.year)
