"""A person's page: who they are, how they grew up, and what is kept of them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from gallery import ages
from gallery.models import Person
from gallery.queries.clips import Clip, clips_of
from gallery.queries.companions import Companion, companions
from gallery.queries.evidence import Evidence, evidence
from gallery.queries.growing import Glimpse, best, glimpse, growing
from gallery.queries.people import Card
from gallery.queries.sightings import Totals, sightings, totals
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
    """The face that stands for them: their cover, else the best there is."""
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
    amount = totals(seen)
    if before and amount.last and before > amount.last:
        before = None  # nothing is left out
    today = timezone.localdate()
    shown = best(person, seen) if seen else None
    strip = growing(person, seen)
    strip = strip if len(strip) >= FEW else []
    places = [place for place, one in enumerate(strip) if shown and one.face == shown.face]
    return PersonPage(
        card=Card(
            person,
            shown.face if shown else None,
            amount.photos + amount.videos,
            ages.described(person, today),
        ),
        born=ages.born(person),
        noun=ages.noun(person, today),
        totals=amount,
        strip=strip,
        shown=glimpse(person, shown) if shown else None,
        place=places[0] if places else len(strip) - 1,
        covers=growing(person, seen, COVERS) or [glimpse(person, one) for one in seen[:COVERS]],
        photos=photos_of(person, before=before),
        clips=clips_of(person),
        companions=companions(person),
        evidence=evidence(person, seen),
    )
