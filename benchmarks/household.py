"""Libraries as a large family fills them, for `benchmarks.people`: rows, and crops of the covers.

Imported once Django is set up. Half of all faces are of a tenth of the people; a fifth of the
photos are of the last year; the features are noise, for no page reads them, yet their bytes stand
between the columns that pages do read.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from django.db import transaction
from PIL import Image

from faces.image import encode, face_thumbnail
from faces.types import Box
from gallery import storage
from gallery.models import Asset, Face, Library, Membership, Person, Role, User

BATCH = 500
FACES_A_PHOTO = 2
NEWEST = datetime(2026, 6, 1, 12, tzinfo=UTC)
YEARS = 20
LARGEST = 2000  # faces of the person most seen, at most a fiftieth of all


@dataclass(frozen=True, slots=True)
class Size:
    named: int
    unnamed: int
    faces: int


@dataclass(frozen=True, slots=True)
class Household:
    library: Library
    owner: User
    unnamed: list[Person]
    largest: Person
    """Whoever is on the most photos."""


@transaction.atomic
def settle(size: Size, crops: Sequence[Path], seed: int = 0) -> Household:
    """Fill a library; each cover gets a crop, cut from one of the given pictures or drawn."""
    rng = np.random.default_rng(seed)
    library = Library.objects.create(name=f"{size.named + size.unnamed} people", recognition=True)
    owner = User.objects.create(username=f"owner-{library.pk}")
    Membership.objects.create(library=library, user=owner, role=Role.OWNER)
    people = Person.objects.bulk_create(_people(library, size), batch_size=BATCH)
    photos = Asset.objects.bulk_create(_photos(library, size, rng), batch_size=BATCH)
    faces = Face.objects.bulk_create(_faces(people, photos, size, rng), batch_size=BATCH)
    _choose_covers(people, faces)
    _write_crops(people, crops, rng)
    return Household(library, owner, [one for one in people if not one.name], people[0])


def _people(library: Library, size: Size) -> Iterator[Person]:
    for number in range(size.named + size.unnamed):
        name = f"Name {number} of many" if number < size.named else ""
        born = 1930 + number % 90
        yield Person(
            library=library,
            name=name,
            gender=("female", "male")[number % 2],
            birth_year=born,
            birth_year_low=born - 2,
            birth_year_high=born + 2,
        )


def _photos(library: Library, size: Size, rng: np.random.Generator) -> Iterator[Asset]:
    for number in range(size.faces // FACES_A_PHOTO):
        lately = number % 5 == 0
        taken = NEWEST - timedelta(days=float(rng.random()) * 365 * (1 if lately else YEARS))
        digest = f"{library.pk}-{number}".encode()
        yield Asset(
            library=library,
            kind=Asset.Kind.PHOTO,
            media_type="image/jpeg",
            sha256=hashlib.sha256(digest).hexdigest(),
            sha1=hashlib.sha1(digest, usedforsecurity=False).hexdigest(),
            size=4_000_000,
            name=f"IMG_{number}.jpg",
            width=4000,
            height=3000,
            taken_at=taken,
            taken_on=taken.date(),
            taken_source=Asset.DateSource.EXIF,
        )


def _faces(
    people: list[Person], photos: list[Asset], size: Size, rng: np.random.Generator
) -> Iterator[Face]:
    for number, owner in enumerate(_owners(len(people), size.faces, rng)):
        place = number % FACES_A_PHOTO
        yield Face(
            asset=photos[number // FACES_A_PHOTO],
            person=people[owner],
            left=0.1 + 0.4 * place,
            top=0.2,
            right=0.3 + 0.4 * place,
            bottom=0.5,
            landmarks=[[0.15, 0.3], [0.25, 0.3], [0.2, 0.37], [0.16, 0.43], [0.24, 0.43]],
            score=0.9 + 0.1 * float(rng.random()),
            detected_by="drawn",
            represented_by="drawn",
            features=rng.bytes(4096),
            age_posterior=rng.bytes(400),
            age=30.0,
            p_male=0.5,
            quality=float(rng.random()),
        )


def _owners(people: int, faces: int, rng: np.random.Generator) -> list[int]:
    """Number of the person for each face: three at least for everybody, the rest by 1 / rank."""
    share = 1 / np.arange(1, people + 1)
    largest = min(LARGEST, faces // 5)
    rest = faces - largest - 3 * (people - 1)
    others = rng.choice(np.arange(1, people), rest, p=share[1:] / share[1:].sum())
    owners = np.concatenate([np.zeros(largest, int), np.repeat(np.arange(1, people), 3), others])
    rng.shuffle(owners)
    return [int(owner) for owner in owners]


def _choose_covers(people: list[Person], faces: list[Face]) -> None:
    first = {face.person_id: face for face in reversed(faces)}
    for person in people:
        person.cover = first[person.pk]
    Person.objects.bulk_update(people, ["cover"], batch_size=BATCH)


def _write_crops(people: list[Person], crops: Sequence[Path], rng: np.random.Generator) -> None:
    drawn = [_drawn(rng) for _ in range(20)]
    given = [path.read_bytes() for path in crops] or drawn
    for number, person in enumerate(people):
        face = person.cover
        if face is None:
            continue
        path = storage.rendition_path(face.asset, storage.face_crop_name(face))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(given[number % len(given)])


def _drawn(rng: np.random.Generator) -> bytes:
    """A soft picture of random colours, of the size of a face's crop."""
    coarse = Image.fromarray(rng.integers(60, 220, (12, 12, 3), np.uint8))
    pixels = np.asarray(coarse.resize((800, 800), Image.Resampling.BICUBIC))
    return encode(face_thumbnail(pixels, Box(0.3, 0.3, 0.7, 0.7)))
