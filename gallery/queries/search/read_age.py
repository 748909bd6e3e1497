"""Ages in what was typed: "at 2", "6 months old", "as a baby", "between 3 and 5", "over 80"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gallery.queries.search.age import CHILD, STAGES, TEENAGER, YEAR, Age, years
from gallery.queries.search.numbers import IN_WORDS, TWENTIES, at, past, small_number
from gallery.queries.search.words import Word

OLDEST = 130 * YEAR
WEEK = 7 / 30.44  # months
UNITS = {
    **dict.fromkeys(("year", "years", "yr", "yrs", "y", "yo", "y/o"), float(YEAR)),
    **dict.fromkeys(("month", "months", "mo", "mos", "m"), 1.0),
    **dict.fromkeys(("week", "weeks"), WEEK),
    **dict.fromkeys(("day", "days"), WEEK / 7),
}
# 2, 3-5, 80+, 2yo, 2-year-old, 6-months-old
GLUED = re.compile(r"([0-9]{1,3})(?:[-\u2013]([0-9]{1,3}))?(\+)?(?:-?([a-z/]+))?(?:-(olds?))?")
SINGULAR = {words[0]: age for age, words in STAGES.items()} | {"kid": CHILD, "teen": TEENAGER}
PLURAL = {words[1]: age for age, words in STAGES.items()} | {"kids": CHILD, "teens": TEENAGER}
NOUNS = SINGULAR | {"teenage": TEENAGER, "childhood": CHILD}
LEADS = {"at", "age", "aged", "when", "turning", "turns", "about", "around"}
FILLERS = {"the", "age", "aged", "of", "she", "he", "they", "was", "were", "about", "around"}
SHE_WAS = [(who, was) for who in ("she", "he", "they") for was in ("was", "were", "turned")]
UNDER = (
    *((word, *then) for word in ("before", "until") for then in SHE_WAS),
    ("under",),
    ("below",),
    ("younger", "than"),
    ("less", "than"),
)
OVER = (
    *(("since", *then) for then in SHE_WAS),
    ("over",),
    ("above",),
    ("older", "than"),
    ("more", "than"),
    ("at", "least"),
)
THEIRS = {"her", "his", "their"}

Found = tuple[int, Age] | None


@dataclass(frozen=True, slots=True)
class _Amount:
    """Such as "2", "3 to 5 years", "80+"."""

    end: int
    low: int
    high: int | None
    unit: float | None
    open: str
    """"+": or more, "-": or less."""

    @property
    def age(self) -> Age | None:
        unit = self.unit or YEAR
        low, high = sorted((self.low, self.low if self.high is None else self.high))
        begins, ends = int(low * unit), int((high + 1) * unit)
        if self.open == "+":
            return _possible(Age(begins, None))
        return _possible(Age(0 if self.open == "-" else begins, max(ends, begins + 1)))


def read_age(words: Sequence[Word], place: int) -> Found:
    """An age that begins there and cannot be anything else."""
    for read in (_bounded, _between, _as_a, _in_their, _led, _with_unit):
        found = read(words, place)
        if found is not None:
            return found
    return None


def read_bare_age(words: Sequence[Word], place: int) -> Found:
    """A number alone, such as the 3 of "Mia, 3"."""
    amount = _amount(words, place)
    return None if amount is None else _found(amount.end, amount.age)


def _bounded(words: Sequence[Word], place: int) -> Found:
    """Under 5, over 80, up to 3."""
    for phrases, sign in ((UNDER, "<"), ((("up", "to"),), "-"), (OVER, "+")):
        start = past(words, place, *phrases)
        amount = None if start is None else _amount(words, start)
        if amount is None or amount.high is not None or amount.open:
            continue
        if sign == "<":
            return _found(amount.end, _possible(Age(0, int(amount.low * (amount.unit or YEAR)))))
        open_ended = _Amount(amount.end, amount.low, None, amount.unit, sign)
        return _found(amount.end, open_ended.age)
    return None


def _between(words: Sequence[Word], place: int) -> Found:
    if at(words, place) not in {"between", "from"}:
        return None
    amount = _amount(words, place + 1, joined_by=("and", "to", "-", "\u2013"))
    if amount is None or amount.high is not None:
        return None if amount is None else _found(amount.end, amount.age)
    other = _amount(words, amount.end + 1) if at(words, amount.end) in {"and", "to"} else None
    begins, ends = amount.age, other and other.age
    if other is None or begins is None or not ends or ends.high is None or begins.low > ends.low:
        return None
    return other.end, Age(begins.low, ends.high)  # such as between 6 months and 2 years


def _as_a(words: Sequence[Word], place: int) -> Found:
    """As a baby, as children."""
    if at(words, place) != "as":
        return None
    place += 2 if at(words, place + 1) in {"a", "an", "the"} else 1
    return _stage(words, place)


def _in_their(words: Sequence[Word], place: int) -> Found:
    """First year, in her teens, in his 30s."""
    if past(words, place, ("first", "year")):
        return place + 2, years(0, 1)
    if at(words, place) != "in" or at(words, place + 1) not in THEIRS:
        return None
    if at(words, place + 2) == "teens":
        return place + 3, TEENAGER
    decade = re.fullmatch(r"([2-9])0s", at(words, place + 2))
    ten = int(decade[1]) if decade else TWENTIES.get(at(words, place + 2))
    return None if ten is None else (place + 3, years(10 * ten, 10 * ten + 10))


def _led(words: Sequence[Word], place: int) -> Found:
    """At 2, aged 3 to 5, at the age of 6 months, when she was a baby."""
    if at(words, place) not in LEADS:
        return None
    place += 1
    while at(words, place) in FILLERS:
        place += 1
    if at(words, place) in {"a", "an"}:
        return _stage(words, place + 1)
    return read_bare_age(words, place)


def _with_unit(words: Sequence[Word], place: int) -> Found:
    """2 years old, 6 months, 80+, 5 or younger: but not "2 years ago"."""
    amount = _amount(words, place)
    if amount is None or not (amount.unit or amount.open) or at(words, amount.end) == "ago":
        return None
    return _found(amount.end, amount.age)


def _stage(words: Sequence[Word], place: int) -> Found:
    age = (SINGULAR | PLURAL).get(at(words, place))
    return None if age is None else (place + 1, age)


def _amount(
    words: Sequence[Word], place: int, joined_by: tuple[str, ...] = ("to", "-", "\u2013")
) -> _Amount | None:
    text = at(words, place)
    glued = GLUED.fullmatch(text)
    if glued is None and text not in IN_WORDS:
        return None
    low, high, plus, unit, old = glued.groups() if glued else (IN_WORDS[text], None, "", "", "")
    if unit and unit not in UNITS:
        return None
    end = place + 1
    if not (high or plus or unit) and at(words, end) in joined_by:
        high = small_number(at(words, end + 1))
        end += 2 if high is not None else 0
    if not unit and at(words, end) in UNITS:
        unit, end = at(words, end), end + 1
    end += 1 if at(words, end) in {"old", "olds"} and not old else 0
    more = past(words, end, *((a, b) for a in ("or", "and") for b in ("older", "over", "more")))
    less = past(words, end, ("or", "younger"), ("or", "under"), ("and", "under"))
    number = None if high is None else int(high)
    sign = "+" if plus or more else "-" if less else ""
    return _Amount(more or less or end, int(low), number, UNITS.get(unit or ""), sign)


def _possible(age: Age) -> Age | None:
    """Nothing for "under 0" or "at 300"."""
    return None if age.high == 0 or max(age.low, age.high or 0) > OLDEST else age


def _found(end: int, age: Age | None) -> Found:
    return None if age is None else (end, age)
