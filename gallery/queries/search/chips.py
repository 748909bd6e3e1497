"""A question shown back in pieces, each of which one tap takes away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils.http import urlencode

from gallery.models import Person
from gallery.queries.people import Card
from gallery.queries.search.age import YEAR, Age
from gallery.queries.search.family import Family
from gallery.queries.search.question import Piece, Question
from gallery.queries.search.understand import asked


@dataclass(frozen=True, slots=True)
class Chip:
    title: str
    note: str
    """When that was, such as "2016-2017"; empty where there is nothing to add."""
    face: int | None
    less: str
    """Address of the search without it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several who have the name that was asked for."""

    card: Card
    address: str
    chosen: bool


def address(typed: str, chosen: Sequence[int] = (), **more: object) -> str:
    """Where a search is found."""
    return f"{reverse('search')}?{query_of(typed, chosen, **more)}" if typed else reverse("search")


def query_of(typed: str, chosen: Sequence[int] = (), **more: object) -> str:
    """The end of an address that names a search."""
    query = [("q", typed), *(("who", str(pk)) for pk in chosen)]
    return urlencode(query + [(name, str(value)) for name, value in more.items()])


def chips_of(
    question: Question, family: Family, cards: Mapping[int, Card], chosen: Sequence[int]
) -> list[Chip]:
    return [_chip(piece, family, cards, chosen) for piece in question.pieces()]


def choices_of(
    question: Question, family: Family, cards: Mapping[int, Card], chosen: Sequence[int]
) -> list[Choice]:
    """Each of those who share a name, and those with a longer one where somebody is just that."""
    words, choices = asked(question, family.names), []
    for name in dict.fromkeys(name for who in question.people for name in who.names):
        called = family.called(name)
        if len(called) < 2:
            continue
        others = [pk for pk in chosen if pk not in {person.pk for person in called}]
        for person in called:
            less, mine = [*others, person.pk], person.pk in chosen
            choices.append(Choice(cards[person.pk], address(words, others if mine else less), mine))
    return choices


def people_of(question: Question, family: Family) -> list[Person]:
    """Everybody the question may be about, once."""
    names = [name for who in question.people for name in who.names]
    people = [person for name in names for person in family.called(name)]
    return list({person.pk: person for person in people}.values())


def when(person: Person, age: Age) -> str:
    """The years in which somebody was of an age, such as "2016-2017" or "about 2016"."""
    if person.birth_date is not None:
        begins = person.birth_date + relativedelta(months=age.low)
        last = person.birth_date + relativedelta(months=age.high or 0, days=-1)
        return _years(begins.year, last.year if age.high else None)
    if person.birth_year is None:
        return ""
    first = int(person.birth_year + age.low / YEAR)
    return f"about {_years(first, int(person.birth_year + age.high / YEAR) if age.high else None)}"


def _years(first: int, last: int | None) -> str:
    if last is None:
        return f"since {first}"
    return str(first) if first == last else f"{first}\N{EN DASH}{last}"


def _chip(piece: Piece, family: Family, cards: Mapping[int, Card], chosen: Sequence[int]) -> Chip:
    people = family.all_of(piece.who) if piece.who else []
    one = people[0] if len(people) == 1 else None
    face = cards[one.pk].face if one and piece.age is None else None
    note = when(one, piece.age) if one and piece.age else ""
    still = {person.pk for who in piece.less.people for person in family.all_of(who)}
    words = asked(piece.less, family.names)
    return Chip(piece.title, note, face, address(words, [pk for pk in chosen if pk in still]))
