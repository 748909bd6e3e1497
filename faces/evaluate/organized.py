"""Reads what `organize` wrote: the photos, their faces and the people."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faces.errors import FacesError
from faces.types import Box


class NotOrganizedError(FacesError):
    """A file is not what `organize` writes; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class FoundFace:
    """A face in a photo or video."""

    path: Path
    """Of its photo, as `organize` says it."""
    box: Box
    person: str | None
    """None on the shelf."""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person, as far as the evaluation needs them."""

    person: str
    gender: str | None
    birth_year: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Organized:
    """What `organize` found in a folder."""

    faces: tuple[FoundFace, ...]
    people: tuple[FoundPerson, ...]


def read_organized(path: Path) -> Organized:
    """Read people.json.

    Raises:
        NotOrganizedError: it is not JSON, or a key is missing.
    """
    try:
        # JSON of any shape: what is used of it is checked by using it.
        said: Any = json.loads(path.read_text(encoding="utf-8"))
        faces = [_face(asset, face) for asset in said["assets"] for face in asset["faces"]]
        people = [_person(person) for person in said["people"]]
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise NotOrganizedError(f"{path.name} is not what organize writes: {error!r}") from error
    return Organized(tuple(faces), tuple(people))


def _face(asset: dict[str, Any], face: dict[str, Any]) -> FoundFace:
    left, top, right, bottom = map(float, face["box"])
    person = face["person"]
    return FoundFace(
        Path(asset["path"]),
        Box(left, top, right, bottom),
        None if person is None else str(person),
    )


def _person(person: dict[str, Any]) -> FoundPerson:
    return FoundPerson(
        str(person["id"]),
        person["gender"],
        *(person[key] for key in ("birth_year", "birth_year_low", "birth_year_high")),
    )
