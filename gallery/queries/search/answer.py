"""The answer to what was typed: its photos, and in words what was asked and left out."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils import timezone

from gallery import ages
from gallery.models import Asset, Library
from gallery.models.asset import AssetQuerySet
from gallery.queries.people import Card
from gallery.queries.search.cards import cards_for
from gallery.queries.search.chips import (
    Chip,
    Choice,
    address,
    chips_of,
    choices_of,
    people_of,
    query_of,
)
from gallery.queries.search.family import Family
from gallery.queries.search.notes import Note, notes_on
from gallery.queries.search.photos import photos_for, years_of
from gallery.queries.search.question import Kind, Question, Who
from gallery.queries.search.understand import Understood, understand
from gallery.queries.tiles import Tile, in_order, older_than

PAGE = 120  # photos that arrive at once
MOST_INSTEAD = 5


@dataclass(frozen=True, slots=True)
class Page:
    """Some photos of an answer, newest first, and where the next ones are found."""

    tiles: list[Tile]
    further: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words that were not understood, and what they may have been meant to be."""

    words: str
    instead: list[tuple[str, str]]
    """Each a name and its address."""


@dataclass(frozen=True, slots=True)
class Instead:
    """What there would be without one of the parts."""

    without: str
    total: int
    address: str


@dataclass(frozen=True, slots=True)
class Answer:
    asked: bool
    """Whether anything was understood."""
    chips: list[Chip]
    choices: list[Choice]
    people: list[Card]
    unknown: list[Unknown]
    notes: list[Note]
    total: int
    counted: str
    """Such as "photos" or "video"."""
    page: Page
    instead: list[Instead]
    """Where nothing was found: which parts stand in the way."""


class Search:
    """One search: read who there is, understand what was typed, then look."""

    def __init__(self, library: Library, typed: str, chosen: Collection[int] = ()) -> None:
        self.library = library
        self.typed = typed
        self.chosen = sorted(set(chosen))
        self.family = Family(library, chosen)
        self.understood: Understood = understand(typed, self.family.names, timezone.localdate())
        self.question = self.understood.question

    def answer(self, after: int | None = None) -> Answer:
        """All there is to say, with the photos after one of them, or the newest."""
        cards = cards_for(people_of(self.question, self.family))
        meant = {p.pk: p for who in self.question.people for p in self.family.all_of(who)}
        chips = chips_of(self.question, self.family, cards, self.chosen)
        page, total = self.page(after), self._total()
        return Answer(
            asked=self.asks,
            chips=chips,
            choices=choices_of(self.question, self.family, cards, self.chosen),
            people=[cards[pk] for pk in meant],
            unknown=[self._unknown(words) for words in self.understood.unknown],
            notes=list(notes_on(self.question, self.family, self._undated())),
            total=total,
            counted=_counted(self.question.kind, total),
            page=page,
            instead=[] if total else self._instead(chips),
        )

    def photos(self) -> AssetQuerySet:
        """All that answer it, in no order."""
        return self._photos(self.question)

    @property
    def query(self) -> str:
        """The search as it stands in an address."""
        return query_of(self.typed, self.chosen)

    def page(self, after: int | None = None) -> Page:
        """The newest photos, or those after one of them."""
        assets = in_order(self.photos())
        if after is not None:
            last = Asset.objects.filter(library=self.library, pk=after).first()
            assets = older_than(assets, last) if last else assets.none()
        found = list(assets[: PAGE + 1]) if self.asks else []
        tiles = [Tile(asset, self._caption(asset)) for asset in found[:PAGE]]
        more = len(found) > PAGE
        further = address(self.typed, self.chosen, after=found[PAGE - 1].pk) if more else ""
        return Page(tiles, further)

    def _photos(self, question: Question) -> AssetQuerySet:
        return photos_for(self.library, question, self.family, self._years)

    @cached_property
    def _years(self) -> range:
        return years_of(self.library) if self.question.parts else range(0)

    @property
    def asks(self) -> bool:
        """Whether anything was understood."""
        return self.question != Question()

    def _total(self) -> int:
        return self.photos().count() if self.asks else 0

    def _instead(self, chips: list[Chip]) -> list[Instead]:
        pieces = [piece.less for piece in self.question.pieces()][:MOST_INSTEAD]
        found = [
            Instead(chip.title, self._photos(less).count(), chip.less)
            for chip, less in zip(chips, pieces, strict=False)
            if less != Question()
        ]
        return [one for one in found if one.total]

    def _undated(self) -> int:
        """How many photos would be looked at if they had a date."""
        named_age = any(who.names and who.age for who in self.question.people)
        if not self.question.has_time and not named_age:
            return 0
        people = self.question.people
        timeless = replace(
            self.question,
            people=tuple(Who(who.names, None) if who.names else who for who in people),
            parts=(),
            birthdays=(),
            spans=(),
        )
        return self._photos(timeless).filter(taken_on=None).count()

    def _unknown(self, words: str) -> Unknown:
        instead = []
        for name in self.family.names.like(words):
            typed = self.typed.replace(words, name)
            instead.append((name, address(typed, self.chosen)))
        return Unknown(words, instead)

    def _caption(self, asset: Asset) -> str:
        """How old they were, where one person is asked for."""
        people = self.question.people
        theirs = self.family.all_of(people[0]) if len(people) == 1 else []
        return ages.age_on(theirs[0], asset.taken_on) if len(theirs) == 1 else ""


def _counted(kind: Kind, total: int) -> str:
    noun = "video" if kind is Kind.VIDEO else "photo"
    return noun if total == 1 else f"{noun}s"
