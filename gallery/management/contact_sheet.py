"""The people of a library on one page that needs nothing else: no server, no network."""

import base64
from collections import defaultdict
from dataclasses import dataclass

from django.template.loader import render_to_string

from faces.image import RENDITION_MIME, encode, open_upright
from gallery import storage
from gallery.models import Face, Library, Person

MOST = 24  # faces shown of each person
COVER, SMALL = 240, 120  # pixels


@dataclass(frozen=True, slots=True)
class Shot:
    """One face as the page shows it."""

    picture: str
    """As a data: address."""
    age: int | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One person as the page shows them."""

    cover: str
    words: str
    born: str
    photos: int
    first: int | None
    last: int | None
    shots: list[Shot]
    more: int


def contact_sheet(library: Library, *, title: str) -> str:
    """Render the page."""
    shown = Person.objects.on_the_people_page().filter(library=library).select_related("cover")
    faces = defaultdict(list)
    with_person = Face.objects.real().filter(person__in=shown).select_related("asset")
    for face in with_person.order_by("asset__taken_at", "pk"):
        faces[face.person_id].append(face)
    rows = [_row(person, faces[person.pk]) for person in shown]
    rows.sort(key=lambda row: -row.photos)
    shelved = Person.objects.on_the_shelf().filter(library=library).count()
    context = {
        "title": title,
        "rows": rows,
        "photos": library.assets.filter(problem="").count(),
        "shelved": shelved,
    }
    return render_to_string("organize/contact_sheet.html", context)


def _row(person: Person, faces: list[Face]) -> Row:
    step = max(1, -(-len(faces) // MOST))  # spread over the years
    shots = [_shot(face) for face in faces[::step]]
    years = sorted({year for face in faces if (year := _year(face)) is not None})
    cover = person.cover or faces[0]
    return Row(
        cover=_picture(cover, COVER),
        words={"female": "A woman", "male": "A man"}.get(person.gender, "Somebody"),
        born=_born(person),
        photos=len({face.asset_id for face in faces}),
        first=years[0] if years else None,
        last=years[-1] if years else None,
        shots=shots,
        more=len(faces) - len(shots),
    )


def _born(person: Person) -> str:
    if person.birth_year is None or person.birth_year_low is None or person.birth_year_high is None:
        return ""
    give_or_take = max(1, round((person.birth_year_high - person.birth_year_low) / 2))
    return f"born about {int(person.birth_year)} ± {give_or_take}"


def _shot(face: Face) -> Shot:
    return Shot(
        picture=_picture(face, SMALL),
        age=None if face.age is None else round(face.age),
        year=_year(face),
    )


def _year(face: Face) -> int | None:
    """When it was taken, as far as that is trusted."""
    day = face.asset.taken_on
    return day.year if day is not None and face.asset.date_is_trusted else None


def _picture(face: Face, longest: int) -> str:
    crop = storage.rendition_path(face.asset, storage.face_crop_name(face))
    small = encode(open_upright(crop, longest=longest).pixels)
    return f"data:{RENDITION_MIME};base64,{base64.b64encode(small).decode()}"
