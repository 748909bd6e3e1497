"""Feasts and seasons: on which days they fall in a year."""

from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter

Days = tuple[date, date]  # first and last


def _fixed(month: int, first: int, last: int) -> Callable[[int], Days]:
    return lambda year: (date(year, month, first), date(year, month, last))


def _around_easter(first: int, last: int) -> Callable[[int], Days]:
    """Days that are so many days after Easter Sunday."""

    def days(year: int) -> Days:
        sunday = easter(year)
        return sunday + timedelta(first), sunday + timedelta(last)

    return days


def _months(first: int) -> Callable[[int], Days]:
    """Three months from the first of one on; winter goes into the next year."""

    def days(year: int) -> Days:
        end = date(year + 1, 3, 1) if first == 12 else date(year, first + 3, 1)
        return date(year, first, 1), end - timedelta(1)

    return days


def _new_year(year: int) -> Days:
    return date(year - 1, 12, 31), date(year, 1, 1)


def _advent(year: int) -> Days:
    """From the fourth Sunday before Christmas on."""
    eve = date(year, 12, 24)
    fourth = eve - timedelta((eve.weekday() + 1) % 7)
    return fourth - timedelta(21), date(year, 12, 23)


def _thanksgiving(year: int) -> Days:
    """The fourth Thursday of November and the day after."""
    first = date(year, 11, 1)
    day = first + timedelta((3 - first.weekday()) % 7 + 21)
    return day, day + timedelta(1)


# Those first that families keep most, and single days after what holds them.
FEASTS = {
    "Christmas": _fixed(12, 24, 26),
    "Easter": _around_easter(-2, 1),
    "New Year": _new_year,
    "Halloween": _fixed(10, 31, 31),
    "Carnival": _around_easter(-52, -46),
    "Whitsun": _around_easter(48, 50),
    "Thanksgiving": _thanksgiving,
    "Valentine's Day": _fixed(2, 14, 14),
    "Advent": _advent,
    "Christmas Eve": _fixed(12, 24, 24),
    "New Year's Eve": _fixed(12, 31, 31),
}
SEASONS = {"spring": _months(3), "summer": _months(6), "autumn": _months(9), "winter": _months(12)}
# Other words for them, without capitals and without the end of "Valentine's".
FEAST_WORDS = {
    ("christmas",): "Christmas",
    ("xmas",): "Christmas",
    ("christmas", "day"): "Christmas",
    ("christmas", "time"): "Christmas",
    ("christmas", "eve"): "Christmas Eve",
    ("new", "year"): "New Year",
    ("new", "year", "day"): "New Year",
    ("new", "year", "eve"): "New Year's Eve",
    ("nye",): "New Year's Eve",
    ("easter",): "Easter",
    ("easter", "sunday"): "Easter",
    ("whitsun",): "Whitsun",
    ("pentecost",): "Whitsun",
    ("carnival",): "Carnival",
    ("mardi", "gras"): "Carnival",
    ("advent",): "Advent",
    ("halloween",): "Halloween",
    ("thanksgiving",): "Thanksgiving",
    ("valentine",): "Valentine's Day",
    ("valentines",): "Valentine's Day",
    ("valentine", "day"): "Valentine's Day",
    ("valentines", "day"): "Valentine's Day",
    ("summer", "holidays"): "summer",
    ("summer", "holiday"): "summer",
    ("summer", "vacation"): "summer",
}
SEASON_WORDS = {name: name for name in SEASONS} | {"fall": "autumn"}
