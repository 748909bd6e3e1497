"""Photos whose date the ages on them contradict, and photos without one that can be dated."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from django.db.models import Exists, F, OuterRef

from faces.life import looked
from faces.metadata.doubt import is_scanner
from gallery import ages
from gallery.models import Asset, Dating, Face, Library
from gallery.models.dating import DatingQuerySet
from gallery.queries.tiles import Tile, day_in_words

SHOWN = 10  # questions on a page
AT_ONCE = 500  # photos among which those of one day are put together
WHOLE_DAYS = 2000  # photos of these days
NARROW = 10.0  # years of the interval up to which its middle is offered as the date
OF_ONE_CLOCK = (
    Asset.DateSource.EXIF,
    Asset.DateSource.QUICKTIME,
    Asset.DateSource.GPS,
    Asset.DateSource.SIDECAR,
)
"""Sources whose dates are wrong alike on one day; copying sets the time of each file anew."""

Clock = tuple[date | None, str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """How old somebody looks on the photo, beside when they were born."""

    face: int
    name: str
    age: str
    """Such as "looks about 4", or that they were not born yet on the date the photo has."""
    born: str


@dataclass(slots=True)
class Question:
    """A photo, or several of one day and camera, and when it may have been taken."""

    dating: Dating
    looks: list[Look] = field(default_factory=list)
    others: list[Asset] = field(default_factory=list)
    """Photos of the same day by the same camera, which are as wrong."""

    @property
    def asset(self) -> Asset:
        return self.dating.asset

    @property
    def tile(self) -> Tile:
        return Tile(self.asset)

    @property
    def tiles(self) -> list[Tile]:
        """Some of the others."""
        return [Tile(asset) for asset in self.others[:6]]

    @property
    def has(self) -> str:
        """The date it has; empty if it has none."""
        return day_in_words(self.asset.taken_on) if self.asset.taken_on else ""

    @property
    def source(self) -> str:
        """Where that is from."""
        if self.is_scan:
            return "the scanner"
        return self.asset.DateSource(self.asset.taken_source).label

    @property
    def is_scan(self) -> bool:
        return is_scanner(self.asset.camera)

    @property
    def between(self) -> str:
        """Such as "between 2017 and 2019"."""
        first, last = int(self.dating.low), int(self.dating.high)
        return f"in {first}" if first == last else f"between {first} and {last}"

    @property
    def is_narrow(self) -> bool:
        """Whether the likeliest year is near enough to be offered as the date."""
        return self.dating.high - self.dating.low <= NARROW

    @property
    def all(self) -> int:
        return 1 + len(self.others)


@dataclass(frozen=True, slots=True)
class Questions:
    shown: list[Question]
    count: int
    """How many photos there are in all."""

    @property
    def more(self) -> int:
        return self.count - sum(question.all for question in self.shown)


def questions(library: Library) -> Questions:
    """The open ones, those surest to be wrong first, then those without a date."""
    found = Dating.objects.open(library)
    shown = _each_set_once(library, list(_in_order(found)[:AT_ONCE]))
    looks = _looks([question.dating.pk for question in shown])
    for question in shown:
        question.looks = looks[question.dating.pk]
    return Questions(shown, found.count())


def open_dating(asset: Asset) -> Dating | None:
    return Dating.objects.open(asset.library).select_related("asset").filter(pk=asset.pk).first()


def others_with(dating: Dating) -> list[Asset]:
    """What is dated together with a photo, where that is evident."""
    same = Dating.objects.open(dating.asset.library).filter(asset__taken_on=dating.asset.taken_on)
    return _sets(dating.asset.library, list(_in_order(same))).get(dating.pk, [])


def _in_order(datings: DatingQuerySet) -> DatingQuerySet:
    surest = F("doubt").desc(nulls_last=True)
    return datings.select_related("asset").order_by(surest, F("high") - F("low"), "pk")


def _each_set_once(library: Library, waiting: list[Dating]) -> list[Question]:
    sets = _sets(library, waiting)
    shown: list[Question] = []
    told: set[int] = set()
    for dating in waiting:
        if dating.pk not in told and len(shown) < SHOWN:
            shown.append(Question(dating, others=sets.get(dating.pk, [])))
            told |= {asset.pk for asset in shown[-1].others}
    return shown


def _sets(library: Library, waiting: list[Dating]) -> dict[int, list[Asset]]:
    """By a photo's primary key, others that are dated with it: evidently one clock was wrong.

    That is so where two photos of the day or more, and half of those with known people at least,
    are doubted and agree on when it was. Photos of the day that show nobody go with them.
    """
    clocks: dict[Clock, list[Dating]] = defaultdict(list)
    for dating in waiting:
        if dating.doubt is not None and dating.asset.taken_source in OF_ONE_CLOCK:
            clocks[_clock(dating.asset)].append(dating)
    several = {clock: found for clock, found in clocks.items() if len(found) > 1}
    if not several:
        return {}
    photos = _of_days(library, {day for day, _, _ in several})
    return {
        found[0].pk: others
        for clock, found in several.items()
        if (others := _agreeing(found, photos[clock]))
    }


def _agreeing(doubted: list[Dating], photos: list[Asset]) -> list[Asset]:
    first = doubted[0]
    agreed = {one.pk for one in doubted if one.lowest <= first.year + 0.5 <= one.highest}
    known = {asset.pk for asset in photos if asset.shows_somebody}  # type: ignore[attr-defined]  # annotated
    if len(agreed) < 2 or 2 * len(agreed) < len(known):
        return []
    together = agreed | {asset.pk for asset in photos if asset.pk not in known}
    return [asset for asset in photos if asset.pk in together and asset.pk != first.pk]


def _of_days(library: Library, days: Iterable[date | None]) -> dict[Clock, list[Asset]]:
    known = Face.objects.real().known().filter(asset=OuterRef("pk"))
    found = Asset.objects.filter(
        library=library, taken_on__in=days, taken_source__in=OF_ONE_CLOCK
    ).annotate(shows_somebody=Exists(known))
    photos: dict[Clock, list[Asset]] = defaultdict(list)
    for asset in found.order_by("taken_at", "pk")[:WHOLE_DAYS]:
        photos[_clock(asset)].append(asset)
    return photos


def _clock(asset: Asset) -> Clock:
    return asset.taken_on, asset.taken_source, asset.camera


def _looks(photos: list[int]) -> dict[int, list[Look]]:
    """How old everybody on some photos looks whose birth is known."""
    faces = (
        Face.objects.real()
        .known()
        .filter(asset__in=photos, age__isnull=False)
        .select_related("person", "asset")
        .order_by("asset", "left")
    )
    looks: dict[int, list[Look]] = defaultdict(list)
    for face in faces:
        born = ages.born(face.person) if face.person else ""
        if born:
            looks[face.asset_id].append(Look(face.pk, str(face.person), _looks_like(face), born))
    return looks


def _looks_like(face: Face) -> str:
    age = float(looked(np.array([face.age or 0.0]))[0])
    words = f"looks about {round(age)}" if age >= 1 else "looks like a baby"
    born, day = face.person and face.person.birth_date, face.asset.taken_on
    return f"{words}, not born yet by that date" if born and day and day < born else words
