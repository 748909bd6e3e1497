"""A part of the year in what was typed: a month, a day, a season, a feast."""

import calendar
from collections.abc import Sequence

from gallery.queries.search.feasts import FEAST_WORDS, SEASON_WORDS
from gallery.queries.search.numbers import at, ordinal_in, small_number
from gallery.queries.search.times import Part
from gallery.queries.search.words import Word

SHORTEST_MONTH = 3  # letters that tell a month
MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if number}


def read_part(words: Sequence[Word], place: int) -> tuple[int, Part] | None:
    """A month, a day, a season or a feast; some of these are names as well."""
    for read in (_day, _feast):
        found = read(words, place)
        if found is not None:
            return found
    month, season = _month(at(words, place)), SEASON_WORDS.get(at(words, place))
    if month or season:
        return place + 1, Part(season or "", month or 0)
    return None


def _day(words: Sequence[Word], place: int) -> tuple[int, Part] | None:
    """14 July, the 14th of July, July 14."""
    for day_at, month_at in ((place, place + 1), (place, place + 2), (place + 1, place)):
        if month_at == place + 2 and at(words, place + 1) != "of":
            continue
        text, month = at(words, day_at), _month(at(words, month_at))
        day = small_number(text) if text.isdigit() else ordinal_in(text)
        if month and day and day <= calendar.monthrange(2020, month)[1]:
            return max(day_at, month_at) + 1, Part("", month, day)
    return None


def _feast(words: Sequence[Word], place: int) -> tuple[int, Part] | None:
    for length in (3, 2, 1):
        run = words[place : place + length]
        name = FEAST_WORDS.get(tuple("" if word.quoted else word.owner for word in run))
        if name and len(run) == length:
            return place + length, Part(name)
    return None


def _month(text: str) -> int | None:
    """The month that a word names or shortens."""
    if len(text) < SHORTEST_MONTH:
        return None
    return next((number for name, number in MONTHS.items() if name.startswith(text)), None)
