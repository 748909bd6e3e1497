"""A first search: people by name, photos by year and month, and both together."""

import calendar
from dataclasses import dataclass

from django.db.models import Q

from gallery.models import Asset, Face, Library
from gallery.queries.people import Card, matching
from gallery.queries.tiles import Tile, in_order

MOST = 120  # photos
SHORTEST_MONTH = 3  # letters that tell a month
MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if number}


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, taken apart."""

    name: str
    year: int | None
    month: int | None

    @property
    def period(self) -> str:
        """Such as "July 2019"."""
        month = calendar.month_name[self.month] if self.month else ""
        return f"{month} {self.year or ''}".strip()


@dataclass(frozen=True, slots=True)
class Answer:
    question: Question
    people: list[Card]
    tiles: list[Tile]
    more: bool
    """Whether there are photos beyond those shown."""


def search(library: Library, typed: str) -> Answer:
    """Look for people whose name was typed, and for photos of them and of that time."""
    question = understand(typed)
    people = matching(library, question.name) if question.name else []
    if question.month and not question.year:
        named = matching(library, typed)  # "April" and "May" are names, too
        question, people = (Question(typed, None, None), named) if named else (question, people)
    assets = Asset.objects.filter(library=library).filter(_time(question))
    if question.name:
        theirs = Face.objects.real().filter(person__in=[card.person for card in people])
        assets = assets.filter(pk__in=theirs.values("asset"))
    wanted = bool(people) or (bool(question.period) and not question.name)
    found = list(in_order(assets)[: MOST + 1]) if wanted else []
    return Answer(question, people, [Tile(asset) for asset in found[:MOST]], len(found) > MOST)


def understand(typed: str) -> Question:
    """Tell a year and a month from the words of a name."""
    year = month = None
    name = []
    for word in typed.replace(",", " ").split():
        numbers = word.split("-") if "-" in word else [word]
        if year is None and _is_year(numbers[0]):
            year = int(numbers[0])
            month = _month_number(numbers[1]) if len(numbers) > 1 else month
        elif month is None and _named_month(word):
            month = _named_month(word)
        else:
            name.append(word)
    return Question(" ".join(name), year, month)


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit() and 1800 <= int(word) <= 2200


def _month_number(word: str) -> int | None:
    number = int(word) if word.isascii() and word.isdigit() and len(word) <= 2 else 0
    return number if 1 <= number <= 12 else None


def _named_month(word: str) -> int | None:
    """The month that a word names or shortens."""
    start = word.casefold()
    if len(start) < SHORTEST_MONTH:
        return None
    return next((number for name, number in MONTHS.items() if name.startswith(start)), None)


def _time(question: Question) -> Q:
    time = Q()
    if question.year is not None:
        time &= Q(taken_on__year=question.year)
    if question.month is not None:
        time &= Q(taken_on__month=question.month)
    return time
