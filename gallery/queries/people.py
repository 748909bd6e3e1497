"""The people page: who has a name, who waits for one, and how many are elsewhere."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from gallery import ages
from gallery.models import Asset, Face, Library, Person, Proposal, Stage
from gallery.models.person import PersonQuerySet

LATELY = timedelta(days=365)  # before the newest photo
UNNAMED = 48  # of those who wait for a name, at first
SUGGESTIONS = 6
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


@dataclass(frozen=True, slots=True)
class People:
    named: list[Card]
    unnamed: list[Card]
    more: int
    """How many wait for a name beyond those shown."""
    shelved: int
    hidden: int
    questions: int
    """How many a clustering left for the family to decide."""
    waiting: bool
    """Whether faces are still being found and told apart."""


def people(library: Library, *, everybody: bool = False) -> People:
    newest = Asset.objects.filter(library=library).aggregate(day=Max("taken_on"))["day"]
    cards = _cards(_on_the_page(library, newest))
    named = [card for card in cards if card.person.name]
    unnamed = [card for card in cards if not card.person.name]
    unnamed.sort(key=lambda card: (-card.photos, card.person.pk))
    shown = unnamed if everybody else unnamed[:UNNAMED]
    elsewhere = Person.objects.filter(library=library).aggregate(
        shelved=Count("pk", filter=Q(hidden=False) & ~Q(shelf="")),
        hidden=Count("pk", filter=Q(hidden=True)),
    )
    waiting = library.jobs.unfinished().filter(stage__in=LOOKING).exists()
    asked = Proposal.objects.open().filter(library=library).count()
    more = len(unnamed) - len(shown)
    return People(named, shown, more, questions=asked, waiting=waiting, **elsewhere)


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
    """Whom somebody may be merged into: named ones first, then those most seen."""
    others = Person.objects.on_the_people_page().filter(library=person.library_id)
    cards = _cards(with_photos(others.exclude(pk=person.pk), "-photos", "pk"))
    return sorted(cards, key=lambda card: (not card.person.name, card.person.name.casefold()))


def matching(library: Library, name: str) -> list[Card]:
    """People whose name has in it what was typed."""
    found = Person.objects.named().filter(library=library, hidden=False, name__icontains=name)
    return _cards(with_photos(found, "-photos", "name", "pk"))


def card(person: Person) -> Card:
    return cards_of([person])[0]


def cards_of(people: list[Person]) -> list[Card]:
    found = Person.objects.filter(pk__in=[person.pk for person in people])
    return _cards(with_photos(found, "pk"))


def with_photos(people: PersonQuerySet, *order: str) -> PersonQuerySet:
    """Add `photos`, on how many they are, and `shown_face`, the one that stands for them."""
    best = Face.objects.real().filter(person=OuterRef("pk")).order_by("-confirmed", "-score", "pk")
    return people.annotate(
        photos=Count("faces__asset", distinct=True, filter=Q(faces__not_a_face=False)),
        shown_face=Coalesce(F("cover_id"), Subquery(best.values("pk")[:1])),
    ).order_by(*order)


def _on_the_page(library: Library, newest: date | None) -> PersonQuerySet:
    lately = Q(faces__not_a_face=False, faces__asset__taken_on__gt=(newest or date.max) - LATELY)
    found = Person.objects.on_the_people_page().filter(library=library)
    seen = found.annotate(photos_lately=Count("faces__asset", distinct=True, filter=lately))
    return with_photos(seen, "-photos_lately", "-photos", "pk")


def _cards(people: PersonQuerySet) -> list[Card]:
    today = timezone.localdate()
    return [
        Card(person, person.shown_face, person.photos, ages.described(person, today))  # type: ignore[attr-defined]  # annotated
        for person in people
    ]
