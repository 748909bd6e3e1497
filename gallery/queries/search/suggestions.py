"""What may be typed next: people, their ages, who is with them, years and feasts."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.utils import timezone

from gallery.models import Library, Person
from gallery.queries.people import Card
from gallery.queries.search.age import Age
from gallery.queries.search.cards import cards_for, most_seen
from gallery.queries.search.chips import when
from gallery.queries.search.family import Family
from gallery.queries.search.feasts import FEASTS, SEASONS
from gallery.queries.search.question import Question, Who
from gallery.queries.search.seen import Days, companions, days_seen, few, sights_of
from gallery.queries.search.understand import asked, understand
from gallery.queries.search.unfinished import Beginning, beginnings_of
from gallery.queries.search.words import folded, words_of

MOST = 8
PEOPLE = 5
AGES = 4
WITH = 2  # of those who are most often with somebody
YEARS = 3
SHORTEST = 2  # letters of a feast or year before one is offered


@dataclass(frozen=True, slots=True)
class Suggestion:
    words: str
    """The whole sentence."""
    note: str = ""
    faces: tuple[int, ...] = ()
    icon: str = "person"


@dataclass(frozen=True, slots=True)
class _About:
    """Somebody of whom nothing but the name is complete, and what was typed after it."""

    person: Person
    rest: str


def suggest(library: Library, typed: str) -> list[Suggestion]:
    """At most eight sentences that begin like what was typed; none for nothing."""
    words = words_of(typed)
    if not words:
        return []
    family = Family(library)
    beginnings = list(beginnings_of(words, family))
    about, named = _about(beginnings, family), _begun(beginnings, family)
    others = _others(about, family) if about else []
    joined = _begun([_joined(start) for start in beginnings if not start.invites], family)
    people = [person for same in [*named.values(), *joined.values()] for person in same]
    cards = cards_for([*people, *others, *([about.person] if about else [])])
    found = [
        *_people(named, cards),
        *(_continued(about, others, cards, family) if about else ()),
        *_people(joined, cards),
        *_times(beginnings, days_seen(library)),
    ]
    return list({one.words: one for one in found}.values())[:MOST]


def _joined(start: Beginning) -> Beginning:
    return replace(start, words=f"{start.words} and")


def _about(beginnings: list[Beginning], family: Family) -> _About | None:
    starts = [start for start in beginnings if _only(start.question, family)]
    if not starts:
        return None
    # "Mia a" means Mia with or without the "a", which says nothing: the rest is what may count.
    rests = [start.rest for start in starts if start.question == starts[0].question]
    person = _only(starts[0].question, family)
    return None if person is None else _About(person, rests[-1])


def _only(question: Question, family: Family) -> Person | None:
    """The one person who was named, if nothing else was said."""
    people = question.people
    if len(people) != 1 or not people[0].names or question != Question(people):
        return None
    meant = family.all_of(people[0])
    return meant[0] if len(meant) == 1 and people[0].age is None else None


def _begun(beginnings: list[Beginning], family: Family) -> dict[str, list[Person]]:
    """Sentences that end with a name which begins with the rest, and who has that name."""
    found: dict[int, tuple[str, Person]] = {}
    for start in beginnings:
        asked_for = family.all_called(_names(start.question))
        for person in family.people if start.rest and start.invites else ():
            begins = f" {folded(person.name)}".find(f" {start.rest}") >= 0
            if begins and person not in asked_for:
                found.setdefault(person.pk, (start.words, person))
    same: dict[str, list[Person]] = {}
    for person in most_seen([person for _, person in found.values()]):
        words = _ending_with(person.name, found[person.pk][0], family)
        same.setdefault(words, []).append(person)
        if len(same) == PEOPLE:
            break
    return same


def _ending_with(name: str, before: str, family: Family) -> str:
    """A sentence that ends with a name, in quotation marks if it were taken for something else."""
    words = f"{before} {name}".strip()
    question = understand(words, family.names, timezone.localdate()).question
    return words if name in _names(question) else f'{before} "{name}"'.strip()


def _names(question: Question) -> set[str]:
    return {name for who in question.people for name in who.names} | set(question.without)


def _others(about: _About, family: Family) -> list[Person]:
    """Who is most often on a photo with somebody, of those who may be typed next."""
    by_pk = {person.pk: person for person in family.people}
    together = (by_pk[other] for _, other in companions([about.person.pk]) if other in by_pk)
    fitting = (one for one in together if f"and {folded(one.name)}".startswith(about.rest))
    return list(islice(fitting, WITH))


def _people(named: dict[str, list[Person]], cards: dict[int, Card]) -> Iterator[Suggestion]:
    """Each name once, also where several have it."""
    for words, people in named.items():
        found = [cards[person.pk] for person in people]
        note = _photos(found[0].photos) if len(found) == 1 else f"{len(found)} people"
        yield Suggestion(words, note, tuple(f for card in found[:2] for f in _faces(card)))


def _continued(
    about: _About, others: list[Person], cards: dict[int, Card], family: Family
) -> Iterator[Suggestion]:
    """Mia at 2, Mia as a baby, Mia and Ben."""
    person = about.person
    seen = sights_of([person]).get(person.pk, [])
    for sight in few((s for s in seen if s.age.words.startswith(about.rest)), AGES):
        words = _said(family, _who(person, sight.age))
        yield Suggestion(words, when(person, sight.age), (sight.face,))
    for other in others:
        faces = (*_faces(cards[person.pk]), *_faces(cards[other.pk]))
        yield Suggestion(_said(family, _who(person), _who(other)), "together", faces)


def _times(beginnings: list[Beginning], days: Days) -> Iterator[Suggestion]:
    """Years, feasts and parts of the year that begin with the rest."""
    parts = [*FEASTS, *(season.capitalize() for season in SEASONS), *calendar.month_name[1:]]
    for start in beginnings:
        rest = start.rest.removeprefix("at ").removeprefix("in ")
        if len(rest) < SHORTEST:
            continue
        fitting = [str(year) for year in days.years if str(year).startswith(rest)]
        for name in [*fitting[:YEARS], *(part for part in parts if folded(part).startswith(rest))]:
            yield Suggestion(f"{start.words} {name}".strip(), icon="calendar")
        for feast, years in days.feasts.items():
            if folded(feast).startswith(rest):
                for year in years[:YEARS]:
                    yield Suggestion(f"{start.words} {feast} {year}".strip(), icon="calendar")


def _said(family: Family, *people: Who) -> str:
    return asked(Question(people), family.names)


def _who(person: Person, age: Age | None = None) -> Who:
    return Who((person.name,), age)


def _faces(card: Card) -> tuple[int, ...]:
    return (card.face,) if card.face else ()


def _photos(count: int) -> str:
    return f"{count} photo{'' if count == 1 else 's'}"
