"""What to ask before anything is typed: people at their ages, who is together, feasts, years."""

from dataclasses import dataclass

from gallery.models import Library
from gallery.queries.people import Card
from gallery.queries.search.cards import cards_for, most_seen
from gallery.queries.search.chips import address
from gallery.queries.search.family import Family
from gallery.queries.search.question import Question, Who
from gallery.queries.search.seen import Sight, companions, days_seen, few, sights_of
from gallery.queries.search.times import Part
from gallery.queries.search.understand import asked

PEOPLE = 6  # with ages to try
AGES = 6  # of each
PAIRS = 6
FEASTS = 6
MANY_YEARS, LATEST = 16, 8


@dataclass(frozen=True, slots=True)
class Try:
    """Something to ask, and where it leads."""

    title: str
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class AtAge:
    """A face somebody had, how old they were, and where there are more of that age."""

    face: int
    words: str
    year: int
    address: str


@dataclass(frozen=True, slots=True)
class Growing:
    """Somebody, and the ages at which there are photos of them."""

    card: Card
    address: str
    ages: list[AtAge]


@dataclass(frozen=True, slots=True)
class Together:
    cards: tuple[Card, Card]
    address: str


@dataclass(frozen=True, slots=True)
class Beginnings:
    growing: list[Growing]
    others: list[Card]
    """More people with a name."""
    together: list[Together]
    feasts: list[Try]
    years: list[Try]


def beginnings(library: Library) -> Beginnings:
    family = Family(library)
    everybody = most_seen(family.people)
    cards = cards_for(everybody)
    named = [cards[person.pk] for person in everybody]
    first = named[:PEOPLE]
    seen = sights_of([card.person for card in first])
    days = days_seen(library)
    return Beginnings(
        growing=[_growing(card, few(seen.get(card.person.pk, ()), AGES), family) for card in first],
        others=named[PEOPLE:],
        together=_together(first, family),
        feasts=[
            Try(name, _in_years(kept), address(Part(name).words))
            for name, kept in list(days.feasts.items())[:FEASTS]
        ],
        years=[Try(time, "", address(time)) for time in _times(days.years)],
    )


def _times(years: list[int]) -> list[str]:
    """Each year, or where there are many the latest and the decades."""
    if len(years) <= MANY_YEARS:
        return [str(year) for year in years]
    decades = dict.fromkeys(year // 10 * 10 for year in years)
    return [*map(str, years[:LATEST]), *(f"{decade}s" for decade in decades)]


def _growing(card: Card, sights: list[Sight], family: Family) -> Growing:
    name, chosen = card.person.name, _chosen(card, family)
    return Growing(
        card,
        address(asked(Question((Who((name,)),)), family.names), chosen),
        [
            AtAge(
                sight.face,
                sight.age.words,
                sight.year,
                address(asked(Question((Who((name,), sight.age),)), family.names), chosen),
            )
            for sight in sights
        ],
    )


def _together(cards: list[Card], family: Family) -> list[Together]:
    """Pairs of them, those first who are on most photos with each other."""
    by_pk = {card.person.pk: card for card in cards}
    pairs: dict[frozenset[int], Together] = {}
    for one, other in companions(by_pk):
        key = frozenset((one, other))
        if other not in by_pk or key in pairs or len(pairs) == PAIRS:
            continue
        both = by_pk[one], by_pk[other]
        question = Question(tuple(Who((card.person.name,)) for card in both))
        chosen = [pk for card in both for pk in _chosen(card, family)]
        pairs[key] = Together(both, address(asked(question, family.names), chosen))
    return list(pairs.values())


def _chosen(card: Card, family: Family) -> list[int]:
    """Who is meant, where others have the same name."""
    return [card.person.pk] if len(family.called(card.person.name)) > 1 else []


def _in_years(kept: list[int]) -> str:
    """Such as "2019" or "6 years"."""
    return str(kept[0]) if len(kept) == 1 else f"{len(kept)} years"
