"""A person's page: who they are, how they grew up, and what is kept of them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from gallery import ages
from gallery.models import Person
from gallery.queries.clips import Clip, clips_of
from gallery.queries.companions import Companion, companions
from gallery.queries.evidence import Evidence, evidence
from gallery.queries.growing import Glimpse, glimpse, growing
from gallery.queries.people import Card, card
from gallery.queries.sightings import Sighting, Totals, sightings, totals
from gallery.queries.years import Photos, photos_of

COVERS = 24  # faces to choose a cover from
FEW = 3  # glimpses below which nobody is seen growing


@dataclass(frozen=True, slots=True)
class PersonPage:
    card: Card
    born: str
    noun: str
    totals: Totals
    strip: list[Glimpse]
    """Empty if there are too few to see somebody grow."""
    shown: Glimpse | None
    """The face that stands for them: their cover, else the one that will be it."""
    place: int
    """Of that face in the strip."""
    covers: list[Glimpse]
    photos: Photos
    clips: list[Clip]
    companions: list[Companion]
    evidence: Evidence | None

    @property
    def grows_up(self) -> bool:
        """Whether the strip begins in childhood."""
        years = self.strip[0].years if self.strip else None
        return years is not None and years < ages.ADULT

    @property
    def ages(self) -> list[int]:
        """The whole years of the strip, to jump to."""
        return list(dict.fromkeys(one.years for one in self.strip if one.years is not None))


def person_page(person: Person, *, before: date | None = None) -> PersonPage:
    """All of a page.

    Args:
        person: whose.
        before: the photos begin with those taken earlier.
    """
    seen = sightings(person)
    their_card = card(person)
    strip = growing(person, seen)
    strip = strip if len(strip) >= FEW else []
    place = next((n for n, one in enumerate(strip) if one.face == their_card.face), None)
    return PersonPage(
        card=their_card,
        born=ages.born(person),
        noun=ages.noun(person, timezone.localdate()),
        totals=totals(seen),
        strip=strip,
        shown=_shown(person, their_card, seen),
        place=len(strip) - 1 if place is None else place,
        covers=growing(person, seen, COVERS) or _first(person, seen),
        photos=photos_of(person, before=before),
        clips=clips_of(person),
        companions=companions(person),
        evidence=evidence(person, seen),
    )


def _shown(person: Person, their_card: Card, seen: list[Sighting]) -> Glimpse | None:
    found = next((one for one in seen if one.face == their_card.face), None)
    return glimpse(person, found) if found else None


def _first(person: Person, seen: list[Sighting]) -> list[Glimpse]:
    return [glimpse(person, one) for one in seen[:COVERS]]
