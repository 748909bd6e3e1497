"""What was found in a library, as `manage.py organize` writes it."""

from collections import defaultdict
from datetime import date, timedelta, timezone
from pathlib import Path
from typing import Any

from gallery.actions.import_folder import Report
from gallery.models import Asset, Face, Job, Library, Person

Found = dict[str, Any]  # the shape of the JSON, which the README describes


def organized(library: Library, folder: Path, report: Report) -> Found:
    """Give assets with their faces, people, and what could not be read."""
    faces = defaultdict(list)
    for face in _faces(library):
        faces[face.asset_id].append(face)
    assets = list(library.assets.order_by("external_path"))
    return {
        "assets": [_asset(asset, folder, faces[asset.pk]) for asset in assets if not asset.problem],
        "people": _people(library),
        "unreadable": [
            {"path": str(path), "reason": reason}
            for path, reason in sorted(_unreadable(library, folder, report))
        ],
        "duplicates": [
            {"path": str(path.relative_to(folder)), "of": _path(asset, folder)}
            for path, asset in report.same
        ],
    }


def _faces(library: Library) -> list[Face]:
    faces = Face.objects.real().filter(asset__library=library).select_related("person", "asset")
    return list(faces.defer("features", "age_posterior").order_by("asset", "left", "pk"))


def _asset(asset: Asset, folder: Path, faces: list[Face]) -> Found:
    return {
        "path": _path(asset, folder),
        "kind": asset.kind,
        "taken_at": _taken_at(asset),
        "taken_source": asset.taken_source,
        "width": asset.width,
        "height": asset.height,
        "faces": [_face(face) for face in faces],
    }


def _face(face: Face) -> Found:
    is_shown = face.person is not None and not face.person.shelf
    found: Found = {
        "id": face.pk,
        "box": [round(edge, 5) for edge in (face.left, face.top, face.right, face.bottom)],
        "score": round(face.score, 4),
        "age": _rounded(face.age, 1),
        "p_male": _rounded(face.p_male, 4),
        "person": face.person_id if is_shown else None,
    }
    if face.time is not None:
        found["time"] = round(face.time, 3)
    return found


def _people(library: Library) -> list[Found]:
    faces = defaultdict(list)
    for face in _faces(library):
        faces[face.person_id].append(face)
    shown = Person.objects.on_the_people_page().filter(library=library)
    people = [_person(person, faces[person.pk]) for person in shown.order_by("pk")]
    return sorted(people, key=lambda person: (-len(person["faces"]), person["id"]))


def _person(person: Person, faces: list[Face]) -> Found:
    days = [day for face in faces if (day := _day(face.asset)) is not None]
    return {
        "id": person.pk,
        "faces": [face.pk for face in faces],
        "photos": len({face.asset_id for face in faces}),
        "gender": person.gender or None,
        "p_male": _rounded(person.p_male, 4),
        "birth_year": _rounded(person.birth_year, 2),
        "birth_year_low": _rounded(person.birth_year_low, 2),
        "birth_year_high": _rounded(person.birth_year_high, 2),
        "first": min(days).isoformat() if days else None,
        "last": max(days).isoformat() if days else None,
    }


def _unreadable(library: Library, folder: Path, report: Report) -> list[tuple[str, str]]:
    refused = [(str(path.relative_to(folder)), reason) for path, reason in report.refused]
    failed = Job.objects.quarantined().filter(library=library).select_related("asset")
    return refused + [(_path(job.asset, folder), job.error) for job in failed if job.asset]


def _path(asset: Asset, folder: Path) -> str:
    return str(Path(asset.external_path).relative_to(folder.absolute()))


def _taken_at(asset: Asset) -> str | None:
    """The time on the clock there, with its offset where that is known."""
    if asset.taken_local is None:
        return None
    local = asset.taken_local.replace(tzinfo=None)
    if asset.taken_offset is not None:
        local = local.replace(tzinfo=timezone(timedelta(minutes=asset.taken_offset)))
    return local.isoformat(timespec="seconds")


def _day(asset: Asset) -> date | None:
    """The day it was taken, unless only the file's own time tells."""
    return None if asset.taken_source == Asset.DateSource.FILE else asset.taken_on


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
