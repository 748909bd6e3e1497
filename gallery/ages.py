"""When somebody was born and how old they were, in the words of a family.

What somebody typed is exact and always wins; an estimate says that it is one.
"""

from calendar import isleap
from datetime import date, timedelta

from gallery.models import Asset, Person

ADULT = 18
OLDEST = 130
NOUNS = {
    (Person.Gender.FEMALE, True): "a woman",
    (Person.Gender.FEMALE, False): "a girl",
    (Person.Gender.MALE, True): "a man",
    (Person.Gender.MALE, False): "a boy",
    (Person.Gender.UNKNOWN, True): "somebody",
    (Person.Gender.UNKNOWN, False): "a child",
}


def noun(person: Person, today: date) -> str:
    """Woman, man, girl or boy, as far as one can tell."""
    born = birth_moment(person)
    adult = born is None or year_of(today) - born >= ADULT
    return NOUNS[Person.Gender(person.shown_gender), adult]


def born(person: Person) -> str:
    """Such as "born 12 May 2014" or "born about 1951 (1947-1955)"; empty if nobody knows."""
    if person.birth_date is not None:
        return f"born {_typed(person.birth_date, person.birth_precision)}"
    if person.birth_year is None:
        return ""
    low, high = _years(person.birth_year_low), _years(person.birth_year_high)
    interval = f" ({low}\N{EN DASH}{high})" if low and high and low != high else ""
    return f"born about {int(person.birth_year)}{interval}"


def described(person: Person, today: date) -> str:
    """Such as "a woman born about 1984, give or take 2", for somebody without a name."""
    if person.birth_date is not None or person.birth_year is None:
        return f"{noun(person, today)} {born(person)}".strip()
    spread = (person.birth_year_high or 0) - (person.birth_year_low or 0)
    doubt = f", give or take {max(1, round(spread / 2))}" if spread else ""
    return f"{noun(person, today)} born about {int(person.birth_year)}{doubt}"


def age_on(person: Person, day: date | None, precision: str = "") -> str:
    """Such as "3", "7 months" or "about 34"; empty if it cannot be known.

    Args:
        person: whose age.
        day: of the photo.
        precision: of that day; of a year alone the age is not claimed exactly.
    """
    if day is None:
        return ""
    if person.birth_date is not None and is_exact(person) and precision != Asset.Precision.YEAR:
        return _exact(person.birth_date, day)
    moment = birth_moment(person)
    if moment is None:
        return ""
    years = int(year_of(day) - moment)
    if year_of(day) < moment - 1:
        return ""  # the date of the photo or the estimate is wrong: better to say nothing
    return f"about {years}" if years >= 1 else "a baby"


def years_on(person: Person, day: date | None) -> int | None:
    """Whole years, such as 3; None if it cannot be known or the photo is older than they are."""
    moment = birth_moment(person)
    if day is None or moment is None or year_of(day) < moment - 1:
        return None
    if person.birth_date is not None and is_exact(person):
        before = (day.month, day.day) < (person.birth_date.month, person.birth_date.day)
        return max(0, day.year - person.birth_date.year - before)
    return max(0, int(year_of(day) - moment))


def decimal_years_on(person: Person, day: date | None) -> float | None:
    """The same with its fraction, such as 3.4."""
    years, moment = years_on(person, day), birth_moment(person)
    if years is None or moment is None or day is None:
        return None
    return min(max(year_of(day) - moment, years), years + 0.999)


def is_exact(person: Person) -> bool:
    """Whether somebody typed at least the month of their birth."""
    return person.birth_date is not None and person.birth_precision != Person.Precision.YEAR


def turning(person: Person, years: int) -> date | None:
    """The day on which somebody turns so old, as far as one can tell."""
    moment = birth_moment(person)
    if moment is None or not 0 <= years <= OLDEST:
        return None
    if person.birth_date is not None and is_exact(person):
        born = person.birth_date
        year = born.year + years
        leaps = (born.month, born.day) == (2, 29) and not isleap(year)
        return date(year, 3, 1) if leaps else born.replace(year=year)
    year = int(moment + years)
    return date(year, 1, 1) + timedelta(days=round((moment + years - year) * 365.25))


def in_words(age: str) -> str:
    """Such as "3 years" for "3"; months and "newborn" stay as they are."""
    if not age[-1:].isdigit():
        return age
    return f"{age} year{'' if age.rsplit(maxsplit=1)[-1] == '1' else 's'}"


def birth_moment(person: Person) -> float | None:
    """The birth as a year with a fraction; the middle of what is known."""
    if person.birth_date is None:
        return person.birth_year
    if person.birth_precision == Person.Precision.YEAR:
        return person.birth_date.year + 0.5
    return year_of(person.birth_date)


def _exact(birth: date, day: date) -> str:
    months = (day.year - birth.year) * 12 + day.month - birth.month - (day.day < birth.day)
    if months < -1:
        return ""
    if months < 1:
        return "newborn"
    if months < 24:
        return f"{months} month{'s' if months > 1 else ''}"
    return str(months // 12)


def _typed(day: date, precision: str) -> str:
    if precision == Person.Precision.YEAR:
        return str(day.year)
    month = f"{day:%B} {day.year}"
    return month if precision == Person.Precision.MONTH else f"{day.day} {month}"


def _years(moment: float | None) -> int | None:
    return None if moment is None else int(moment)


def year_of(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365.25
