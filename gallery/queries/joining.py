"""What several people would be as one, before somebody says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from gallery import ages
from gallery.models import Asset, Face, Library, Person
from gallery.queries.covers import places_of
from gallery.queries.people import Card, cards_of
from gallery.queries.tiles import Tile, in_order
from gallery.sheets import Place

SHOWN = 96  # faces in all, on one sheet
TOGETHER = 12  # photos that show two of them


@dataclass(frozen=True, slots=True)
class Shown:
    """A face to look at, as parts/cover.html wants it."""

    face: int
    """Its primary key."""
    asset: int
    place: Place | None


@dataclass(frozen=True, slots=True)
class One:
    """One of those who would be one."""

    card: Card
    faces: list[Shown]
    more: int
    """How many of their faces are not shown."""


@dataclass(frozen=True, slots=True)
class Born:
    """A birth date that somebody typed."""

    person: int
    words: str


@dataclass(frozen=True, slots=True)
class Joining:
    people: list[One]
    faces: int
    names: list[str]
    """Different ones, that of who is seen most first."""
    born: list[Born]
    """Different ones, in the same order."""
    together: int
    """On how many photos two of them are seen."""
    together_tiles: list[Tile]
    """Some of those photos."""


def joining(library: Library, people: Sequence[Person]) -> Joining:
    """Look at people as if they were one, those with most photos first."""
    cards = sorted(cards_of(list(people)), key=lambda card: (-card.photos, card.person.pk))
    faces, counts = _faces(library, cards)
    both = _together([card.person.pk for card in cards])
    newest = in_order(Asset.objects.filter(pk__in=both))[:TOGETHER]
    born: dict[str, Born] = {}
    for card in cards:
        if card.person.birth_date:
            words = ages.born(card.person)
            born.setdefault(words, Born(card.person.pk, words))
    return Joining(
        people=[
            One(
                card,
                faces[card.person.pk],
                counts.get(card.person.pk, 0) - len(faces[card.person.pk]),
            )
            for card in cards
        ],
        faces=sum(counts.values()),
        names=list(dict.fromkeys(card.person.name for card in cards if card.person.name)),
        born=list(born.values()),
        together=len(both),
        together_tiles=[Tile(asset) for asset in newest],
    )


def _faces(
    library: Library, cards: Sequence[Card]
) -> tuple[dict[int, list[Shown]], dict[int, int]]:
    """The clearest faces of each, by primary key of the person, and how many each has."""
    theirs = Face.objects.real().filter(person__in=[card.person.pk for card in cards])
    counts = dict(theirs.order_by().values_list("person").annotate(n=Count("pk")))
    each = max(1, SHOWN // max(1, len(cards)))
    clearest = (F("confirmed").desc(), F("quality").desc(nulls_last=True), F("pk").asc())
    ranked = theirs.annotate(rank=Window(RowNumber(), partition_by=F("person"), order_by=clearest))
    best = ranked.filter(rank__lte=each).order_by("person", "rank")
    rows = list(best.values_list("person", "pk", "asset"))
    [places] = places_of(library, [[pk for _, pk, _ in rows]])
    found: dict[int, list[Shown]] = {card.person.pk: [] for card in cards}
    for person, pk, asset in rows:
        found[person].append(Shown(pk, asset, places.get(pk)))
    return found, counts


def _together(people: list[int]) -> list[int]:
    """Photos on which two of them are seen, by primary key."""
    seen = Face.objects.real().filter(person__in=people).order_by("asset").values("asset")
    both = seen.annotate(n=Count("person", distinct=True)).filter(n__gt=1)
    return list(both.values_list("asset", flat=True))
