"""A made-up library of rows, without pictures, and the searches in it. Needs Django set up."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import numpy as np
from django.core.management import call_command

from gallery.models import Asset, Face, Library, Person
from gallery.queries.search import Search, beginnings, suggest

FIRST_DAY, DAYS = date(1985, 1, 1), 40 * 365
SOMEBODY = 0.7  # of the faces are of a person
NAMED = 0.8  # of these of one with a name
ROWS = 5000  # written at once


def made_up(*, photos: int, named: int, unnamed: int) -> Library:
    """A new library: photos over forty years, one to three faces on each."""
    call_command("migrate", verbosity=0)
    random = np.random.default_rng(0)
    library = Library.objects.create(name="Made up", recognition=True)
    people = _people(library, named, unnamed)
    days = random.integers(0, DAYS, photos)
    assets = Asset.objects.bulk_create(
        (_asset(library, number, int(day)) for number, day in enumerate(days)), batch_size=ROWS
    )
    Face.objects.bulk_create(
        (
            _face(asset, place, people, named, random)
            for asset in assets
            for place in range(int(random.integers(1, 4)))
        ),
        batch_size=ROWS,
    )
    return library


def searching(
    library: Library,
) -> tuple[Callable[[str], object], Callable[[str], object], Callable[[], object]]:
    """What a search, the field and the empty page ask of the database."""

    def answer(typed: str) -> object:
        return Search(library, typed).answer()

    return answer, partial(suggest, library), partial(beginnings, library)


def _people(library: Library, named: int, unnamed: int) -> list[Person]:
    """Half of the named ones with a typed day of birth, all others with an estimated year."""
    return Person.objects.bulk_create(
        Person(
            library=library,
            name=f"Person{number}" if number < named else "",
            birth_date=date(1930 + number * 3 // 2, 5, 12) if number < named // 2 else None,
            birth_precision="day" if number < named // 2 else "",
            birth_year=1930.0 + number % 80,
            birth_year_low=1928.0 + number % 80,
            birth_year_high=1932.0 + number % 80,
        )
        for number in range(named + unnamed)
    )


def _asset(library: Library, number: int, day: int) -> Asset:
    taken = FIRST_DAY + timedelta(day)
    return Asset(
        library=library,
        kind=Asset.Kind.PHOTO,
        media_type="image/jpeg",
        sha256=f"{number:064x}",
        sha1=f"{number:040x}",
        size=1000,
        name=f"{number}.jpg",
        width=1200,
        height=800,
        taken_on=taken,
        taken_at=datetime(taken.year, taken.month, taken.day, 12, tzinfo=UTC),
        taken_source=Asset.DateSource.EXIF,
    )


def _face(
    asset: Asset, place: int, people: list[Person], named: int, random: np.random.Generator
) -> Face:
    first, last = (0, named) if random.random() < NAMED else (named, len(people))
    somebody = people[int(random.integers(first, last))] if random.random() < SOMEBODY else None
    return Face(
        asset=asset,
        left=0.1 + 0.2 * place,
        right=0.2 + 0.2 * place,
        top=0.3,
        bottom=0.4,
        score=0.99,
        detected_by="made up",
        age=float(random.uniform(0, 90)),
        person=somebody,
    )
