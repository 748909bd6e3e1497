"""An age as a family says it, in months: "at 2" is from 24 until 36."""

from dataclasses import dataclass
from math import inf

YEAR = 12  # months


@dataclass(frozen=True, slots=True, order=True)
class Age:
    """At least `low` and less than `high` months old."""

    low: int
    high: int | None
    """None: however old."""

    @property
    def words(self) -> str:
        if self in STAGES:
            return f"as {_an(STAGES[self][0])}"
        unit, low, high = self._numbers
        if high is None:
            return f"over {_of(low, unit)}"
        if low == 0:
            return f"under {_of(high, unit)}"
        if high - low == 1:
            return f"at {_of(low, unit)}"
        return f"between {low} and {_of(high - 1, unit)}"

    @property
    def high_years(self) -> float:
        return inf if self.high is None else self.high / YEAR

    @property
    def people(self) -> str:
        """Whoever is of that age, such as "children" or "anybody under 5"."""
        return STAGES[self][1] if self in STAGES else f"anybody {self.words}"

    @property
    def _numbers(self) -> tuple[int, int, int | None]:
        whole = self.low % YEAR == 0 and (self.high is None or self.high % YEAR == 0)
        unit = YEAR if whole else 1
        return unit, self.low // unit, None if self.high is None else self.high // unit


def years(low: int, high: int | None = None) -> Age:
    """From `low` years on, until the birthday on which they turn `high`."""
    return Age(low * YEAR, None if high is None else high * YEAR)


NEWBORN = Age(0, 2)
BABY = years(0, 2)
TODDLER = years(1, 4)
CHILD = years(0, 13)
TEENAGER = years(13, 20)
ADULT = years(18)
STAGES = {
    NEWBORN: ("newborn", "newborns"),
    BABY: ("baby", "babies"),
    TODDLER: ("toddler", "toddlers"),
    CHILD: ("child", "children"),
    TEENAGER: ("teenager", "teenagers"),
    ADULT: ("adult", "adults"),
}


def _an(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _of(number: int, unit: int) -> str:
    """A number of years, which need no word, or of months."""
    return str(number) if unit == YEAR else f"{number} month{'' if number == 1 else 's'}"
