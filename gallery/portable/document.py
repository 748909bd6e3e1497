"""people.json: all people data of a library, without what the network said of faces."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from gallery.models import Asset, Face, Library, Person, Statement
from gallery.portable.places import Place, place

FORMAT, VERSION = "kindred-people", 1
CHUNK = 2000  # rows read at a time
_BOX = ("left", "top", "right", "bottom")

Entry = dict[str, Any]


def people_json(library: Library) -> Iterator[str]:
    """Give people.json in pieces; however large the library, few rows are in memory.

    Features and posteriors are never read.
    """
    head = {
        "format": FORMAT,
        "version": VERSION,
        "library": library.name,
        "written_at": timezone.now().isoformat(),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1]
    sections = {
        "people": _people(library),
        "statements": _statements(library),
        "photos": _photos(library),
        "faces": _faces(library),
    }
    for name, entries in sections.items():
        yield from _section(name, entries)
    yield "\n}\n"


def _section(name: str, entries: Iterable[Entry]) -> Iterator[str]:
    yield f',\n"{name}": ['
    between = "\n"
    for entry in entries:
        yield between + json.dumps(entry, ensure_ascii=False)
        between = ",\n"
    yield "\n]"


def _rows(query: "QuerySet[Any]", *columns: str) -> Iterator[dict[str, Any]]:
    return query.order_by("pk").values(*columns).iterator(chunk_size=CHUNK)


def _people(library: Library) -> Iterator[Entry]:
    cover = [f"cover__{name}" for name in ("asset__sha256", *_BOX, "time")]
    estimate = ("birth_year", "birth_year_low", "birth_year_high")
    said = ("name", "birth_date", "birth_precision", "gender_said", "hidden", "left_out")
    query = Person.objects.filter(library=library)
    for row in _rows(query, "pk", *said, "gender", *estimate, *cover):
        date, year = row["birth_date"], row["birth_year"]
        precision = {"date": date and date.isoformat(), "precision": row["birth_precision"]}
        years = {"year": year, "low": row[estimate[1]], "high": row[estimate[2]]}
        covered = place(row[cover[0]] or "", [row[name] for name in cover[1:5]], row[cover[5]])
        yield {
            "id": row["pk"],
            "name": row["name"],
            "birth_date": precision if date else None,
            "gender": row["gender_said"],
            "hidden": row["hidden"],
            "left_out": row["left_out"],
            "cover": covered and covered.as_json(),
            "estimated": {
                "gender": row["gender"],
                "birth_year": years if year is not None else None,
            },
        }


def _statements(library: Library) -> Iterator[Entry]:
    query = Statement.objects.standing().filter(library=library)
    about = ("sha256", "box", "time")
    other = [f"other_{name}" for name in about]
    for row in _rows(query, "kind", "person_id", "said", "at", "by__username", *about, *other):
        entry = {
            "kind": row["kind"],
            "at": row["at"].isoformat(),
            "by": row["by__username"] or "",
            "person": row["person_id"],
            "said": {key: value for key, value in row["said"].items() if key != "absorbed"},
        }
        for name, columns in (("about", about), ("other", other)):
            sha256, box, time = (row[column] for column in columns)
            there = place(sha256, box, time)
            entry[name] = there and there.as_json()
        yield entry


def _photos(library: Library) -> Iterator[Entry]:
    with_faces = Asset.objects.filter(library=library, faces__isnull=False).distinct()
    yield from _rows(with_faces, "sha256", "name")


def _faces(library: Library) -> Iterator[Entry]:
    said = ("person_id", "confirmed", "not_a_face", "age", "detected_by")
    query = Face.objects.filter(asset__library=library)
    for row in _rows(query, "asset__sha256", *_BOX, "time", *said):
        there = Place(row["asset__sha256"], None, row["time"])
        yield {
            **there.as_json(),
            "box": [row[edge] for edge in _BOX],
            "person": row["person_id"],
            "confirmed": row["confirmed"],
            "not_a_face": row["not_a_face"],
            "drawn": row["detected_by"] == Face.DRAWN,
            "age": None if row["age"] is None else round(row["age"], 1),
        }
