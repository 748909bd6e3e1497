"""`KINDRED_DATA=FOLDER python -m tests.e2e.seed`: a gallery of drawn people, as if analysed.

Writes what a test needs to know of it to `seeded.json` in the folder. Nobody in it is real: the
photographs are drawn, and the features are random directions, one for each person.
"""

import hashlib
import io
import json
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()

import numpy as np
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import transaction
from PIL import Image

from faces.image import encode, face_thumbnail, renditions
from gallery import storage
from gallery.models import Asset, Dating, Job, Library, Person, Proposal, Role, Stage, Track
from tests.e2e.drawn import HEIGHT, WIDTH, Head, picture
from tests.faces.video.films import film
from tests.gallery.factories import (
    AssetFactory,
    FaceFactory,
    JobFactory,
    LibraryFactory,
    MembershipFactory,
    PersonFactory,
    RunFactory,
    UserFactory,
)

PASSWORD = "four friends and a sofa"  # noqa: S105 of people who are drawn
DATABASE = "kindred.sqlite3"
FACTS = "seeded.json"

NAMED = {  # name: when they were born, as somebody typed it, or a guess
    "Anna": date(1982, 3, 4),
    "Ben": 1979,
    "Mia": date(2014, 5, 12),
    "Tom": date(2017, 9, 30),
    "Ruth": 1951,
    "Karl": 1948,
    "Lena": 1984,
    "Jonas": 1980,
    "Sofie": 2012,
    "Maximilian von und zu Hohenstein": 1975,
}
WOMEN = {"Anna", "Mia", "Ruth", "Lena", "Sofie"}
UNNAMED, ONE_DAY, RARE, HIDDEN = 14, 8, 10, 2
PHOTOS = 60
FIRST_DAY, STEP = date(2009, 4, 18), timedelta(days=95)


def main() -> None:
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        facts = seed()
    (settings.DATA_DIR / FACTS).write_text(json.dumps(facts))


def seed() -> dict[str, object]:
    library = LibraryFactory(name="The Bergs")
    members = {"anna": Role.OWNER, "vera": Role.VIEWER, "carl": Role.CONTRIBUTOR}
    for name, role in members.items():
        user = UserFactory(username=name, password=PASSWORD)
        MembershipFactory(library=library, user=user, role=role)
    stranger = MembershipFactory(
        library__name="Strangers", user__username="otto", user__password=PASSWORD
    )
    people = Cast(library)
    photos = people.photograph()
    doubted = doubt_dates(photos[1:4])
    clip = add_clip(library, people.named["Mia"])
    broken = add_broken(library)
    run = RunFactory(library=library, faces=len(people.faces), clusters=44, placed=160, seconds=2.1)
    asked = people.ask(run)
    JobFactory(asset=None, library=library, stage=Stage.CLUSTER, state=Job.State.DONE)
    return {
        "sessions": {
            member.user.username: session_of(member.user)
            for member in [*library.memberships.select_related("user"), stranger]
        },
        "library": library.pk,
        "people": {name: person.pk for name, person in people.named.items()},
        "unnamed": [person.pk for person in people.unnamed],
        "shelved": [person.pk for person in people.shelved],
        "hidden": [person.pk for person in people.hidden],
        "face": people.faces[0].pk,
        "photos": [photo.pk for photo in photos],
        "doubted": doubted,
        "clip": clip.pk,
        "broken": broken.pk,
        "questions": asked,
    }


class Cast:
    """Everybody in the photos."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.random = np.random.default_rng(7)
        self.named = {name: self._named(name, born) for name, born in NAMED.items()}
        self.unnamed = [self._guessed(1950 + 4 * number) for number in range(UNNAMED)]
        one_day = [self._guessed(1990, shelf=Person.Shelf.ONE_DAY) for _ in range(ONE_DAY)]
        rare = [self._guessed(1970, shelf=Person.Shelf.RARE) for _ in range(RARE)]
        self.shelved = [*one_day, *rare]
        self.hidden = [self._guessed(1985, hidden=True) for _ in range(HIDDEN)]
        self.everybody = [*self.named.values(), *self.unnamed, *self.shelved, *self.hidden]
        self.looks = {person.pk: number for number, person in enumerate(self.everybody)}
        self.faces = []

    def _named(self, name: str, born: date | int) -> Person:
        typed = {"birth_date": born, "birth_precision": "day"} if isinstance(born, date) else {}
        year = born.year if isinstance(born, date) else born
        gender = "female" if name in WOMEN else "male"
        return self._guessed(year, name=name, gender=gender, **typed)

    def _guessed(self, year: int, **columns: object) -> Person:
        low, high = year - 2.5, year + 2.0
        columns = {"gender": "female" if year % 8 < 4 else "male"} | columns
        return PersonFactory(
            library=self.library,
            birth_year=year + 0.3,
            birth_year_low=low,
            birth_year_high=high,
            **columns,
        )

    def photograph(self) -> list[Asset]:
        """Take pictures of one to five people over fifteen years."""
        photos, family, turn = [], list(self.named.values()), 0
        for number in range(PHOTOS):
            day = FIRST_DAY + number * STEP
            alive = [one for one in family if one.birth_date is None or one.birth_date < day]
            there = [alive[(turn + place) % len(alive)] for place in range(1 + number % 4)]
            turn += len(there)
            there.append(self.unnamed[number % UNNAMED])
            if number < len(self.shelved):
                there.append(self.shelved[number])
            if number % 10 == 9:
                there.append(self.hidden[number // 10 % HIDDEN])
            photos.append(self._photo(number, day, list(dict.fromkeys(there))))
        for one in self.shelved[:ONE_DAY]:  # once more, on the same day
            seen = self.faces[[face.person_id for face in self.faces].index(one.pk)].asset
            photos.append(self._photo(len(photos), seen.taken_on, [one]))
        for person in self.everybody:
            person.cover = next(face for face in self.faces if face.person_id == person.pk)
            person.save(update_fields=["cover"])
        return photos

    def _photo(self, number: int, day: date, there: list[Person]) -> Asset:
        across = 1 / len(there)
        heads = [
            Head(
                self.looks[person.pk],
                (place + 0.5) * across,
                0.36 + 0.08 * self.random.random(),
                min(0.46, 0.5 * across + 0.12),
            )
            for place, person in enumerate(there)
        ]
        pixels = picture(heads, number)
        asset = keep_photo(self.library, pixels, number, day)
        for person, head in zip(there, heads, strict=True):
            self._face(asset, person, head, pixels, day)
        return asset

    def _face(self, asset: Asset, person: Person, head: Head, pixels, day: date) -> None:
        box, age = head.box, max(0.3, day.year - (person.birth_year or 1980))
        face = FaceFactory(
            asset=asset,
            person=person,
            left=box.left,
            top=box.top,
            right=box.right,
            bottom=box.bottom,
            landmarks=head.landmarks,
            age=age,
            p_male=0.1 if person.gender == "female" else 0.9,
            quality=0.5 + 0.4 * float(self.random.random()),
            features=self._features(person),
        )
        path = storage.rendition_path(asset, storage.face_crop_name(face))
        put(path, encode(face_thumbnail(pixels, box)))
        self.faces.append(face)

    def _features(self, person: Person) -> bytes:
        own = np.random.default_rng(person.pk).normal(size=1024)
        vector = (own + 0.5 * self.random.normal(size=1024)).astype(np.float32)
        return (vector / np.linalg.norm(vector)).tobytes()

    def ask(self, run: object) -> int:
        """Leave questions open: whether two are one, and whether faces are somebody else's."""
        for first, second in [(0, 1), (2, 3), (4, 5)]:
            person, other = self.unnamed[first], list(self.named.values())[second]
            join = Proposal.objects.create(
                library=self.library, run=run, kind="join", person=person, other=other
            )
            join.faces.set(person.faces.all())
        person = self.named["Karl"]
        move = Proposal.objects.create(
            library=self.library, run=run, kind="move", person=person, other=self.named["Ben"]
        )
        move.faces.set(person.faces.all()[:2])
        return 4


def doubt_dates(photos: list[Asset]) -> list[tuple[int, int]]:
    """Leave questions open about when photos were taken, the first the surest to be wrong."""
    doubted = []
    for number, photo in enumerate(photos):
        year = photo.taken_on.year - 6
        Dating.objects.create(
            asset=photo, year=year, low=year - 1.5, high=year + 2.5, lowest=year - 3,
            highest=year + 4, doubt=6.0 - number,
        )  # fmt: skip
        doubted.append((photo.pk, year))
    return doubted


def keep_photo(library: Library, pixels, number: int, day: date) -> Asset:
    """Write original and renditions, and the row with its finished stages."""
    content = encode(pixels, quality=88)
    made = renditions(pixels)
    taken = datetime(day.year, day.month, day.day, 10 + number % 9, tzinfo=UTC)
    asset = keep_original(
        library,
        content,
        name=f"IMG_{2000 + number}.jpg",
        width=WIDTH,
        height=HEIGHT,
        colour=made.colour,
        camera="Pixel 8" if number % 3 else "Canon EOS 80D",
        taken_at=taken,
        taken_source=Asset.DateSource.EXIF if number % 7 else Asset.DateSource.FILENAME,
    )
    put(storage.rendition_path(asset, storage.PREVIEW), made.preview)
    put(storage.rendition_path(asset, storage.THUMBNAIL), made.thumbnail)
    finish(asset, Stage.INGEST, Stage.DETECT, Stage.REPRESENT)
    return asset


def keep_original(library: Library, content: bytes, **columns: object) -> Asset:
    sha256, sha1 = hashlib.sha256(content).hexdigest(), hashlib.sha1(content).hexdigest()  # noqa: S324 as clients do
    put(storage.original_path(sha256), content)
    return AssetFactory(library=library, sha256=sha256, sha1=sha1, size=len(content), **columns)


def finish(asset: Asset, *stages: Stage) -> None:
    for stage in stages:
        JobFactory(asset=asset, stage=stage, state=Job.State.DONE, version="seeded")


def add_clip(library: Library, person: Person) -> Asset:
    """A video of two seconds in which somebody is seen for one of them."""
    there, gone = picture([Head(2, 0.5, 0.4, 0.4)], 500), picture([], 500)
    with tempfile.TemporaryDirectory() as folder:
        frames = [pixels[::2, ::2] for pixels in [there] * 10 + [gone] * 10]
        content = film(Path(folder) / "clip", frames, rate=10).read_bytes()
    asset = keep_original(
        library, content, kind=Asset.Kind.VIDEO, media_type="video/mp4", name="VID_1.mp4",
        width=WIDTH // 2, height=HEIGHT // 2, duration=2.0,
        taken_at=datetime(2024, 6, 1, 15, tzinfo=UTC),
    )  # fmt: skip
    made = renditions(there)
    put(storage.rendition_path(asset, storage.PREVIEW), made.preview)
    put(storage.rendition_path(asset, storage.THUMBNAIL), made.thumbnail)
    box = Head(2, 0.5, 0.4, 0.4).box
    face = FaceFactory(
        asset=asset, person=person, time=0.4,
        left=box.left, top=box.top, right=box.right, bottom=box.bottom,
    )  # fmt: skip
    path = storage.rendition_path(asset, storage.face_crop_name(face))
    put(path, encode(face_thumbnail(there, box)))
    Track.objects.create(face=face, frames=10, enough=True, moments=[[0.0, 1.0]])
    finish(asset, Stage.INGEST, Stage.REPRESENT)
    return asset


def add_broken(library: Library) -> Asset:
    """A file of which nothing could be read."""
    cut = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(cut, "JPEG")
    asset = keep_original(
        library, cut.getvalue()[:120], name="IMG_9999.jpg", width=0, height=0, taken_at=None,
        problem="This photo is cut off: it ends in the middle.",
    )  # fmt: skip
    JobFactory(asset=asset, state=Job.State.QUARANTINED, attempts=1, error=asset.problem)
    return asset


def put(path: Path, content: bytes) -> None:
    """Write a file without waiting for the disk: a test's folder need not survive a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def session_of(user) -> str:
    """The cookie of somebody who is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    main()
