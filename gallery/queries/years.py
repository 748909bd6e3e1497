"""The photos of somebody, year by year."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q

from gallery import ages
from gallery.models import Asset, Face, Person
from gallery.queries.tiles import Tile, in_order, older_than

PAGE = 120  # photos that arrive at once
A_ROW = 6  # photos up to which years stand together


@dataclass(frozen=True, slots=True)
class PersonYear:
    """Photos of a year, or of neighbouring years with a row of photos between them."""

    title: str
    ages: str
    """How old they were then, such as "4 to 5"."""
    tiles: list[Tile]
    continued: bool
    """Whether its first photos are on the page already."""
    years: list[int]
    """Those of its photos, newest first."""


@dataclass(frozen=True, slots=True)
class Photos:
    """A page of somebody's photos."""

    years: list[PersonYear]
    after: int | None
    """The photo after which there are more."""
    before: date | None
    """Newer ones, from this day on, are left out."""


def photos_of(
    person: Person,
    *,
    beside: Person | None = None,
    after: int | None = None,
    before: date | None = None,
) -> Photos:
    """Their photos by year, newest first.

    Args:
        person: whose photos.
        beside: somebody else who is to be on them too.
        after: the photo, by primary key, after which to go on.
        before: only photos taken earlier, and undated ones.
    """
    assets = in_order(Asset.objects.filter(library=person.library_id))
    for one in filter(None, (person, beside)):
        assets = assets.filter(pk__in=Face.objects.real().filter(person=one).values("asset"))
    last = None
    if after is not None:
        last = Asset.objects.filter(library=person.library_id, pk=after).first()
        assets = older_than(assets, last) if last else assets.none()
    if before is not None:
        assets = assets.filter(Q(taken_on__lt=before) | Q(taken_on=None))
    found = list(assets[: PAGE + 1])
    years = [
        _year(person, photos, continued=last is not None and _year_of(last) == _year_of(photos[-1]))
        for photos in _by_years(found[:PAGE])
    ]
    return Photos(years, found[PAGE - 1].pk if len(found) > PAGE else None, before)


def _year(person: Person, photos: list[Asset], *, continued: bool) -> PersonYear:
    newest, oldest = (_age(person, photos[place]) for place in (0, -1))
    span = oldest if oldest == newest else f"{oldest} to {newest.removeprefix('about ')}"
    tiles = [Tile(asset, _age(person, asset)) for asset in photos]
    words = span if oldest and newest else oldest or newest
    between = dict.fromkeys((_year_of(photos[-1]), _year_of(photos[0])))
    title = "\N{EN DASH}".join(str(year) for year in between if year) or "No date"
    years = [year for year in dict.fromkeys(map(_year_of, photos)) if year]
    return PersonYear(title, words, tiles, continued, years)


def _by_years(photos: list[Asset]) -> list[list[Asset]]:
    together: list[list[Asset]] = []
    for year, found in groupby(photos, key=_year_of):
        of_a_year = list(found)
        before = together[-1] if together else []
        dated = year is not None and before and _year_of(before[-1]) is not None
        if dated and len(before) + len(of_a_year) <= A_ROW:
            before.extend(of_a_year)
        else:
            together.append(of_a_year)
    return together


def _age(person: Person, asset: Asset) -> str:
    return ages.age_on(person, asset.taken_on, asset.taken_precision)


def _year_of(asset: Asset) -> int | None:
    return asset.taken_on.year if asset.taken_on else None
