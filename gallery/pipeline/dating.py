"""Which photos have a date that the people on them contradict, or none and could have one.

It belongs to the stage aggregate, which has birth years to say and is asked for whenever a date
or a birth date was typed: pages read the few rows that are left here (docs/dating.md).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np

from faces import dating as ages
from faces.dating import ASK, date_photo, dates
from faces.life import CONFIRMED_WRONG, WRONG, Dated, Life, Reading
from faces.metadata.doubt import chance_wrong
from faces.types import Doubles
from gallery import jobs
from gallery.models import Asset, Dating, Face, Library, Person, Stage
from gallery.pipeline.dates import trusted_day, trusted_year

NARROW = 10.0
"""Years of the interval of 80 % up to which a photo without a date is worth asking about."""
RELIABLE = 0.05
"""Largest chance of a date to be wrong with which it may tell when somebody was born."""
ENOUGH = 4
"""Dated faces from which a birth that nobody typed is known well enough."""


NEEDED = (
    "age",
    "quality",
    "confirmed",
    "person_id",
    "asset__taken_on",
    "asset__taken_source",
    "asset__camera",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A face of somebody whose birth may be known, and the photo it is on."""

    asset: int
    person: int
    age: float
    quality: float
    confirmed: bool
    day: date | None
    source: str
    camera: str

    @property
    def chance(self) -> float:
        """Of the photo's date to be wrong, whatever is on it."""
        if self.day is None:
            return 1.0
        typed = self.source == Asset.DateSource.TYPED
        return 0.0 if typed else chance_wrong(self.source, self.day, self.camera)

    @property
    def group(self) -> int | None:
        """Photos of one day share what may be wrong with their clock."""
        day = trusted_day(self.day, self.source)
        return None if np.isnan(day) else int(day)

    @property
    def reading(self) -> Reading:
        wrong = CONFIRMED_WRONG if self.confirmed else WRONG
        return Reading(self.age, self.quality, wrong, self.group)


def is_for_later(library: Library) -> bool:
    """Whether a stage waits after which aggregate comes again.

    Answers come one after the other: dating all photos after each would take longer than they do.
    """
    before = [Stage.CLUSTER, Stage.REFINE]
    return library.jobs.unfinished().filter(stage__in=before, asset=None).exists()


def datings(library: Library, today: date) -> list[Dating]:
    """Return what the ages on the photos of a library say, of those worth a question."""
    seen = _seen(library)
    lives = _lives(library, seen)
    if not lives:
        return []
    first = min(life.earliest for life in lives.values())
    grid = dates(first, trusted_year(today, Asset.DateSource.TYPED))
    photos = groupby(sorted(seen, key=lambda one: one.asset), key=lambda one: one.asset)
    found = (_dating(list(faces), lives, grid) for _, faces in photos)
    return [dating for dating in found if dating is not None]


def save(library: Library, found: Iterable[Dating]) -> None:
    """Put them in the place of those that were found before, inside the caller's transaction."""
    Dating.objects.filter(asset__library=library).delete()
    Dating.objects.bulk_create(found, batch_size=jobs.BATCH)


def _seen(library: Library) -> list[Seen]:
    """The faces of people whom the family knows and has not hidden."""
    known = Face.objects.real().known().filter(person__library=library, age__isnull=False)
    return [
        Seen(
            asset=face.asset_id,
            person=face.person_id or 0,
            age=face.age or 0.0,
            quality=1.0 if face.quality is None else face.quality,
            confirmed=face.confirmed,
            day=face.asset.taken_on,
            source=face.asset.taken_source,
            camera=face.asset.camera,
        )
        for face in known.order_by("pk").select_related("asset").only(*NEEDED)
    ]


def _lives(library: Library, seen: list[Seen]) -> dict[int, Life]:
    faces: dict[int, list[Seen]] = defaultdict(list)
    for one in seen:
        faces[one.person].append(one)
    people = Person.objects.filter(library=library).in_bulk(list(faces))
    lives = {pk: _life(person, _dated(faces[pk])) for pk, person in people.items()}
    return {pk: life for pk, life in lives.items() if life is not None}


def _dated(faces: list[Seen]) -> Dated:
    told = [one for one in faces if one.chance <= RELIABLE and one.group is not None]
    return Dated(
        np.array([one.age for one in told], np.float64),
        np.array([trusted_year(one.day, one.source) for one in told], np.float64),
        np.array([one.group for one in told], np.int64),
    )


def _life(person: Person, faces: Dated) -> Life | None:
    if person.birth_date is None:
        return Life.estimated(faces) if len(faces) >= ENOUGH else None
    born = trusted_year(person.birth_date, Asset.DateSource.TYPED)
    if person.birth_precision == Person.Precision.YEAR:
        return Life.typed(np.floor(born), np.floor(born) + 1.0, faces)
    month = person.birth_precision == Person.Precision.MONTH
    return Life.typed(born, born + (1 / 12 if month else 0.0), faces)


def _dating(faces: list[Seen], lives: dict[int, Life], grid: Doubles) -> Dating | None:
    """What the faces of one photo say, if that is worth a question."""
    photo = faces[0]
    if photo.source == Asset.DateSource.TYPED:
        return None
    told = list(_told(faces, lives, grid))
    if not told:
        return None
    earliest = max(lives[person].earliest for person, _ in told)
    dating = date_photo(grid, [said for _, said in told], earliest=min(earliest, grid[-1]))
    doubt = _doubt(photo, dating)
    if doubt is not None and doubt < ASK:
        return None
    (low, high), (lowest, highest) = dating.interval(0.8), dating.interval(0.95)
    if doubt is None and high - low > NARROW:
        return None
    return Dating(
        asset_id=photo.asset,
        year=dating.year,
        low=low,
        high=high,
        # Where two times are likely, the shortest intervals need not hold each other.
        lowest=min(lowest, low),
        highest=max(highest, high),
        doubt=doubt,
    )


def _doubt(photo: Seen, dating: ages.Dating) -> float | None:
    """The log odds that the date of a photo is wrong; None if it has none."""
    if photo.day is None:
        return None
    when = trusted_year(photo.day, Asset.DateSource.TYPED)
    return dating.doubt(when, when, chance=photo.chance)


def _told(
    faces: list[Seen], lives: dict[int, Life], grid: Doubles
) -> Iterator[tuple[int, Doubles]]:
    """What each person on a photo says of its date, by their best face on it."""
    best: dict[int, Seen] = {}
    for one in sorted(faces, key=lambda one: (one.confirmed, one.quality)):
        best[one.person] = one
    for person, one in best.items():
        life = lives.get(person)
        said = life.likelihood(grid, one.reading) if life else None
        if said is not None:
            yield person, said
