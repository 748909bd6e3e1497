"""Photos as the grid shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import F, Q
from django.urls import reverse

from gallery import storage
from gallery.models import Asset
from gallery.models.asset import AssetQuerySet

NARROWEST, WIDEST = 0.5, 3.0  # beyond these a tile shows only the middle


@dataclass(frozen=True, slots=True)
class Tile:
    """One photo or video of the grid: its place is known before it arrives."""

    asset: Asset
    caption: str = ""
    """A few words on it, such as how old somebody was."""

    @property
    def ratio(self) -> float:
        """Width to height."""
        if not self.asset.width or not self.asset.height:
            return 1.0
        return round(min(WIDEST, max(NARROWEST, self.asset.width / self.asset.height)), 4)

    @property
    def thumbnail(self) -> str:
        return reverse("media", args=[self.asset.pk, storage.THUMBNAIL])

    @property
    def is_ready(self) -> bool:
        return bool(self.asset.width and self.asset.height)

    @property
    def words(self) -> str:
        """What it is, for who cannot see it."""
        what = self.asset.Kind(self.asset.kind).label
        return f"{what}, {day_in_words(self.asset.taken_on)}"

    @property
    def length(self) -> str:
        """Minutes and seconds of a video, such as 1:05."""
        if self.asset.duration is None:
            return ""
        minutes, seconds = divmod(round(self.asset.duration), 60)
        return f"{minutes}:{seconds:02d}"


@dataclass(frozen=True, slots=True)
class Day:
    """The photos of one day, in a row of their own or beside another short day."""

    day: date | None
    tiles: list[Tile]

    @property
    def ratio(self) -> float:
        return round(sum(tile.ratio for tile in self.tiles), 3)


def by_day(assets: Iterable[Asset]) -> list[Day]:
    """Group photos that are already in the order of their days."""
    days = groupby(assets, key=lambda asset: asset.taken_on)
    return [Day(day, [Tile(asset) for asset in found]) for day, found in days]


def in_order(assets: AssetQuerySet) -> AssetQuerySet:
    """Newest first by the day where it was taken; undated ones last."""
    return assets.order_by(
        F("taken_on").desc(nulls_last=True), F("taken_at").desc(nulls_last=True), "-pk"
    )


def older_than(assets: AssetQuerySet, asset: Asset) -> AssetQuerySet:
    """What comes after a photo in that order."""
    if asset.taken_on is None:
        return in_order(assets.filter(taken_on=None, pk__lt=asset.pk))
    later_that_day = Q(taken_at=asset.taken_at, pk__lt=asset.pk)
    if asset.taken_at is not None:
        later_that_day |= Q(taken_at__lt=asset.taken_at) | Q(taken_at=None)
    older = Q(taken_on__lt=asset.taken_on) | Q(taken_on=None)
    return in_order(assets.filter(older | Q(taken_on=asset.taken_on) & later_that_day))


def newer_than(assets: AssetQuerySet, asset: Asset) -> AssetQuerySet:
    """What comes before it, nearest first."""
    same_day = Q(taken_on=asset.taken_on) & Q(taken_at=asset.taken_at, pk__gt=asset.pk)
    if asset.taken_on is None:
        newer = Q(taken_on__isnull=False)
    elif asset.taken_at is None:
        newer = Q(taken_on__gt=asset.taken_on) | Q(taken_on=asset.taken_on, taken_at__isnull=False)
    else:
        newer = Q(taken_on__gt=asset.taken_on)
        newer |= Q(taken_on=asset.taken_on, taken_at__gt=asset.taken_at)
    return in_order(assets.filter(newer | same_day)).reverse()


def day_in_words(day: date | None) -> str:
    return f"{day.day} {day:%B} {day.year}" if day else "no date"
