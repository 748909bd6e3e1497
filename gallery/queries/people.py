"""The people page: who has a name, who waits for one, and how many are elsewhere."""

import unicodedata
from dataclasses import dataclass, replace

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from gallery import ages
from gallery.models import Face, Library, Person, Proposal, Stage
from gallery.models.person import PersonQuerySet
from gallery.queries.covers import places_of
from gallery.queries.ranks import Rank, beyond, photos_of_people, ranks
from gallery.sheets import Place

NAMED, UNNAMED = 96, 48  # people of a list that come at once: they share a cover sheet
FOUND = 48  # by a name that is being typed
SUGGESTIONS = 6
CHOICES = 60  # whom somebody may be merged into; the people page merges anybody
LOOKING = (Stage.DETECT, Stage.REPRESENT, Stage.CLUSTER)


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody as a round face with a few words."""

    person: Person
    face: int | None
    """Primary key of the face that stands for them."""
    photos: int
    words: str
    """Such as "a woman born about 1984, give or take 2"."""
    place: Place | None = None
    """Where that face is on a cover sheet, if the list has one."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of a list that comes at once."""

    cards: list[Card]
    after: str
    """Where the next part begins; "" at the end."""


@dataclass(frozen=True, slots=True)
class People:
    named: list[Card]
    named_after: str
    named_count: int
    """How many have a name, shown or not."""
    unnamed: list[Card]
    unnamed_after: str
    unnamed_count: int
    shelved: int
    hidden: int
    questions: int
    """How many a clustering left for the family to decide."""
    waiting: bool
    """Whether faces are still being found and told apart."""


def people(library: Library, *, named: str = "", unnamed: str = "") -> People:
    """The page as it first is, or with lists that begin after a rank (see Listed.after)."""
    everybody = ranks(library)
    with_name, without = _listed(
        library,
        (beyond(everybody.named, named), NAMED),
        (beyond(everybody.unnamed, unnamed), UNNAMED),
    )
    elsewhere = Person.objects.filter(library=library).aggregate(
        shelved=Count("pk", filter=Q(hidden=False) & ~Q(shelf="")),
        hidden=Count("pk", filter=Q(hidden=True)),
    )
    return People(
        named=with_name.cards,
        named_after=with_name.after,
        named_count=len(everybody.named),
        unnamed=without.cards,
        unnamed_after=without.after,
        unnamed_count=len(everybody.unnamed),
        questions=Proposal.objects.open().filter(library=library).count(),
        waiting=library.jobs.unfinished().filter(stage__in=LOOKING).exists(),
        **elsewhere,
    )


def more_named(library: Library, after: str) -> Listed:
    return _listed(library, (beyond(ranks(library).named, after), NAMED))[0]


def more_unnamed(library: Library, after: str) -> Listed:
    return _listed(library, (beyond(ranks(library).unnamed, after), UNNAMED))[0]


def find(library: Library, typed: str) -> list[Card]:
    """People with a name of which a word begins with what was typed; at most FOUND, no sheet."""
    wanted = folded(typed)
    found = [rank for rank in ranks(library).named if f" {wanted}" in f" {folded(rank.name)}"]
    cards = _cards_by_pk([rank.pk for rank in found[:FOUND]])
    return [cards[rank.pk] for rank in found[:FOUND] if rank.pk in cards]


def folded(text: str) -> str:
    """Text without case and accents, as static/js/finding.js has it too."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


def suggestions(person: Person, typed: str) -> list[Card]:
    """People with a name that begins with what was typed, or has a word that does."""
    return suggestions_in(person.library, typed, besides=person.pk)


def suggestions_in(library: Library, typed: str, *, besides: int = 0) -> list[Card]:
    """The same for a face, which may be anybody of the library."""
    if not typed:
        return []
    begins = Q(name__istartswith=typed) | Q(name__icontains=f" {typed}")
    found = Person.objects.named().filter(begins, library=library).exclude(pk=besides)
    return _cards(with_photos(found, "-photos", "name", "pk")[:SUGGESTIONS])


def choices(person: Person) -> list[Card]:
    """Whom somebody may be merged into: the most seen, those with a name first."""
    others = Person.objects.on_the_people_page().filter(library=person.library_id)
    seen = with_photos(others.exclude(pk=person.pk), "-photos", "pk")
    named = _cards(seen.named()[:CHOICES])
    cards = named + _cards(seen.filter(name="")[: CHOICES - len(named)])
    return sorted(cards, key=lambda card: (not card.person.name, card.person.name.casefold()))


def card(person: Person) -> Card:
    return cards_of([person])[0]


def cards_of(people: list[Person]) -> list[Card]:
    found = Person.objects.filter(pk__in=[person.pk for person in people])
    return _cards(with_photos(found, "pk"))


def with_photos(people: PersonQuerySet, *order: str) -> PersonQuerySet:
    """Add `photos`, on how many they are, and `shown_face`, the one that stands for them."""
    best = Face.objects.real().filter(person=OuterRef("pk")).order_by("-confirmed", "-score", "pk")
    return people.annotate(
        photos=photos_of_people(),
        shown_face=Coalesce(F("cover_id"), Subquery(best.values("pk")[:1])),
    ).order_by(*order)


def _listed(library: Library, *lists: tuple[list[Rank], int]) -> list[Listed]:
    """The first of each of some lists, each with a sheet of its covers."""
    shown = [ranked[:size] for ranked, size in lists]
    cards = _cards_by_pk([rank.pk for part in shown for rank in part])
    parts = [[cards[rank.pk] for rank in part if rank.pk in cards] for part in shown]
    placed = with_places(library, parts)
    return [
        Listed(part, ranked[size - 1].address if len(ranked) > size else "")
        for part, (ranked, size) in zip(placed, lists, strict=True)
    ]


def with_places(library: Library, lists: list[list[Card]]) -> list[list[Card]]:
    """Cards of several lists with the places of their faces, a sheet for each list."""
    faces = [[card.face for card in cards if card.face is not None] for cards in lists]
    return [
        [replace(card, place=places.get(card.face or 0)) for card in cards]
        for cards, places in zip(lists, places_of(library, faces), strict=True)
    ]


def _cards_by_pk(pks: list[int]) -> dict[int, Card]:
    found = Person.objects.filter(pk__in=pks)
    return {card.person.pk: card for card in _cards(with_photos(found, "pk"))}


def _cards(people: PersonQuerySet) -> list[Card]:
    today = timezone.localdate()
    return [
        Card(person, person.shown_face, person.photos, ages.described(person, today))  # type: ignore[attr-defined]  # annotated
        for person in people
    ]
