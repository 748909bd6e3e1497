"""An album of dated photos and group photos whose truth is known.

No public set joins whole photos, several people, identities and true dates. Here each person is
given a day of birth; a copy of each of their photos says in its EXIF that it was taken when they
were as old as the set says; and some photos of people who could have met that year are pasted
into one canvas, so that the same-photo constraint has something to hold. Where a set says no
ages, its photos are of ten years, and nobody knows when their people were born.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from PIL import Image

from faces.evaluate.datasets import Labelled
from faces.evaluate.truth import Standing, TruePhoto, Truth

YEAR = 365.2425  # days
BORN = (1950, 2000)  # years of birth are drawn from these
AGELESS = (2005, 2015)  # years of the photos of people of unknown age
IN_GROUPS = 0.25  # of the photos are pasted into group photos
LARGEST_GROUP = 4
HEIGHT = 400  # pixels of a group photo
GAP = 20  # pixels between those in it
DATE_TAKEN, MADE_DIGITAL, EXIF_FOLDER = 0x9003, 0x9004, 0x8769


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo of the set, and when it was taken."""

    photo: Labelled
    taken_at: datetime


def make_album(photos: Sequence[Labelled], folder: Path, *, seed: int) -> Truth:
    """Write an album of these photos and its truth.json; the same seed gives the same album.

    Args:
        photos: photos of one known person each.
        folder: created; must not hold anything yet.
        seed: of the days of birth, the dates and the groups.

    Raises:
        FileExistsError: the folder is not empty.
        ValueError: a photo shows several people, or is of a set of albums.
    """
    if any(photo.eyes is not None or photo.album for photo in photos):
        raise ValueError("an album is made of photos of one person each, of one set")
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    rng = np.random.default_rng(seed)
    births = draw_births(photos, rng)
    shots = [Shot(photo, draw_date(photo, births.get(photo.person), rng)) for photo in photos]
    written = [
        _write_group(group, folder / f"group-{number:03}.jpg")
        if len(group) > 1
        else _write_copy(group[0], folder)
        for number, group in enumerate(draw_groups(shots, births, rng))
    ]
    years = {person: decimal_year(birth) for person, birth in births.items()}
    genders = {photo.person: photo.gender for photo in photos if photo.gender}
    truth = Truth(seed, years, genders, tuple(written))
    truth.save(folder / "truth.json")
    return truth


def draw_births(photos: Sequence[Labelled], rng: np.random.Generator) -> dict[str, datetime]:
    """Give each person whose age is known in all their photos a day of birth."""
    ageless = {photo.person for photo in photos if photo.age is None}
    people = sorted({photo.person for photo in photos} - ageless)
    first, last = (datetime(year, 1, 1) for year in BORN)  # noqa: DTZ001 - cameras know no zone
    days = rng.integers(0, (last - first).days, len(people))
    return {
        person: first + timedelta(days=int(day)) for person, day in zip(people, days, strict=True)
    }


def draw_date(photo: Labelled, birth: datetime | None, rng: np.random.Generator) -> datetime:
    """Draw a moment of the year in which the person was as old as the photo says, if it does."""
    if photo.age is None or birth is None:
        first, last = (datetime(year, 1, 1) for year in AGELESS)  # noqa: DTZ001
        return first + timedelta(seconds=int(rng.integers(0, int((last - first).total_seconds()))))
    days = (photo.age + rng.uniform(0.0, 1.0)) * YEAR
    return (birth + timedelta(days=days)).replace(microsecond=0)


def draw_groups(
    shots: Sequence[Shot],
    births: dict[str, datetime],
    rng: np.random.Generator,
    *,
    share: float = IN_GROUPS,
) -> list[list[Shot]]:
    """Put a share of the photos in groups of different people who were that old at one moment.

    Everyone in a group takes the date of its first photo. A photo is in one group only.
    """
    waiting = [shots[i] for i in rng.permutation(len(shots))]
    groups, grouped = [], 0
    while waiting:
        group = [waiting.pop()]
        size = int(rng.integers(2, LARGEST_GROUP + 1)) if grouped < share * len(shots) else 1
        for shot in waiting:
            if len(group) < size and _could_join(shot, group, births):
                group.append(Shot(shot.photo, group[0].taken_at))
        joined = {shot.photo.path for shot in group}
        waiting = [shot for shot in waiting if shot.photo.path not in joined]
        grouped += len(group) if len(group) > 1 else 0
        groups.append(group)
    return groups


def _could_join(shot: Shot, group: Sequence[Shot], births: dict[str, datetime]) -> bool:
    person = shot.photo.person
    strangers = all(person != other.photo.person for other in group)
    birth = births.get(person)
    if birth is None:
        return strangers and group[0].photo.person not in births
    lived = (group[0].taken_at - birth).days / YEAR
    return strangers and int(np.floor(lived)) == shot.photo.age


def _write_copy(shot: Shot, folder: Path) -> TruePhoto:
    """Copy a photo with its date; the pixels of a JPEG stay as they are.

    Sets without ages have a folder for each person, and files of one name in several.
    """
    name = shot.photo.path.name
    if shot.photo.age is None:
        name = f"{shot.photo.person}-{shot.photo.path.with_suffix('.jpg').name}"
    path = folder / name
    with Image.open(shot.photo.path) as image:
        exif = _exif(shot.taken_at)
        if image.format == "JPEG":
            image.save(path, format="JPEG", quality="keep", exif=exif)
        else:
            image.convert("RGB").save(path, format="JPEG", quality=95, exif=exif)
    standing = Standing(shot.photo.person, shot.photo.age, (0.0, 0.0, 1.0, 1.0))
    return TruePhoto(path.name, shot.taken_at.isoformat(), (standing,))


def _write_group(group: Sequence[Shot], path: Path) -> TruePhoto:
    """Paste photos side by side at one height."""
    tiles = [_at_height(shot.photo.path) for shot in group]
    width = sum(tile.width for tile in tiles) + GAP * (len(tiles) + 1)
    canvas = Image.new("RGB", (width, HEIGHT + 2 * GAP), (120, 130, 120))
    left, standing = GAP, []
    for shot, tile in zip(group, tiles, strict=True):
        canvas.paste(tile, (left, GAP))
        sides = (left, GAP, left + tile.width, GAP + HEIGHT)
        fractions = tuple(float(s) / canvas.size[i % 2] for i, s in enumerate(sides))
        standing.append(
            Standing(
                shot.photo.person,
                shot.photo.age,
                (fractions[0], fractions[1], fractions[2], fractions[3]),
            )
        )
        left += tile.width + GAP
    taken_at = group[0].taken_at
    canvas.save(path, format="JPEG", quality=92, exif=_exif(taken_at))
    return TruePhoto(path.name, taken_at.isoformat(), tuple(standing))


def _at_height(path: Path) -> Image.Image:
    with Image.open(path) as image:
        width = round(image.width * HEIGHT / image.height)
        return image.convert("RGB").resize((width, HEIGHT), Image.Resampling.LANCZOS)


def _exif(taken_at: datetime) -> Image.Exif:
    exif = Image.Exif()
    text = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    exif.get_ifd(EXIF_FOLDER).update({DATE_TAKEN: text, MADE_DIGITAL: text})
    return exif


def decimal_year(moment: datetime) -> float:
    """Return a moment as a year with its fraction: 2001.5 is the start of July 2001."""
    start = moment.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    length = start.replace(year=moment.year + 1) - start
    return moment.year + (moment - start) / length
