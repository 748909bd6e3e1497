"""In which order people stand: by how often they appear lately, then by all their photos.

All of a library's people are ranked at once, from two indexes and without their rows; pages then
read the rows of those they show.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gallery.models import Asset, Face, Library, Person

LATELY = timedelta(days=365)  # before the newest photo
ADDRESS = re.compile(r"(\d{1,18})-(\d{1,18})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rank:
    """Where somebody stands in a list."""

    lately: int
    photos: int
    pk: int
    name: str = ""

    @property
    def key(self) -> tuple[int, int, int]:
        return (-self.lately, -self.photos, self.pk)

    @property
    def address(self) -> str:
        """The rank as it stands in an address: what comes after it begins there."""
        return f"{self.lately}-{self.photos}-{self.pk}"


@dataclass(frozen=True, slots=True)
class Ranks:
    named: list[Rank]
    unnamed: list[Rank]
    """By all their photos alone: who waits for a name is worth it by those."""


def photos_of_people() -> Coalesce:
    """On how many photos somebody is, for a query of people; answered from an index alone."""
    theirs = Face.objects.real().filter(person=OuterRef("pk")).order_by()
    counted = theirs.values("person").annotate(n=Count("asset_id", distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)


def ranks(library: Library) -> Ranks:
    """Everybody of the people page, in order."""
    lately = _photos_lately(library)
    people = (
        Person.objects.on_the_people_page()
        .filter(library=library)
        .annotate(photos=photos_of_people())
    )
    named, unnamed = [], []
    for pk, name, photos in people.values_list("pk", "name", "photos"):
        if name:
            named.append(Rank(lately.get(pk, 0), photos, pk, name))
        else:
            unnamed.append(Rank(0, photos, pk))
    return Ranks(sorted(named, key=_key), sorted(unnamed, key=_key))


def beyond(ranks: list[Rank], address: str) -> list[Rank]:
    """What comes after a rank, whether or not somebody still has it; all, where there is none."""
    match = ADDRESS.fullmatch(address)
    if match is None:
        return ranks
    lately, photos, pk = (int(part) for part in match.groups())
    last = Rank(lately, photos, pk).key
    return [rank for rank in ranks if rank.key > last]


def _photos_lately(library: Library) -> dict[int, int]:
    newest: date | None = Asset.objects.filter(library=library).aggregate(day=Max("taken_on"))[
        "day"
    ]
    if newest is None:
        return {}
    recent: QuerySet[Asset] = Asset.objects.filter(library=library, taken_on__gt=newest - LATELY)
    seen = Face.objects.real().filter(asset__in=recent, person__isnull=False).order_by()
    counted = seen.values("person").annotate(n=Count("asset_id", distinct=True))
    return dict(counted.values_list("person", "n"))


def _key(rank: Rank) -> tuple[int, int, int]:
    return rank.key
