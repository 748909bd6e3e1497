"""people.json: read and checked; whoever made it may have meant no good."""

import math
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any, TypeVar

from faces.metadata.regions import clean
from faces.types import Box
from gallery.models import Asset, Person, Statement
from gallery.portable.archive import PEOPLE
from gallery.portable.document import FORMAT, VERSION
from gallery.portable.places import Place
from gallery.portable.stream import BrokenJsonError, fields

LARGEST = 1024 * 1024 * 1024  # bytes
MOST_PEOPLE = 200_000
MOST_STATEMENTS = 2_000_000
_LISTS = frozenset({"people", "statements", "photos", "faces"})
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ENCRYPTED = 1  # PKWARE, .ZIP File Format Specification, 4.4.4, bit 0
_EARLIEST = 1800  # year
Kind = Statement.Kind
OF_A_FACE = frozenset({Kind.IS, Kind.COVER, Kind.NOT_A_FACE, Kind.DRAWN, Kind.FORGOTTEN})
OF_TWO_FACES = frozenset({Kind.IS_NOT, Kind.DIFFERENT, Kind.TWICE})
Entry = dict[str, Any]
T = TypeVar("T")


class BadPeopleFileError(ValueError):
    """This file cannot be brought in; the words say why."""


@dataclass(frozen=True, slots=True)
class Human:
    """Somebody of a file."""

    id: int
    name: str
    birth_date: date | None
    birth_precision: str
    gender: str
    """As somebody typed it."""
    hidden: bool
    left_out: bool
    cover: Place | None

    @property
    def is_spoken_of(self) -> bool:
        """Whether anybody said anything of them."""
        return bool(self.name or self.birth_date or self.gender or self.hidden or self.left_out)


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that somebody said, in a file."""

    kind: Statement.Kind
    person: int | None
    said: Entry
    about: Place | None
    other: Place | None


@dataclass(slots=True)
class PeopleFile:
    """What a file says."""

    people: dict[int, Human] = field(default_factory=dict)
    """By their number in the file."""
    words: list[Word] = field(default_factory=list)


def read(path: Path) -> PeopleFile:
    """Read people.json, or the zip in which it is.

    Raises:
        BadPeopleFileError: it is none, of a later version, or something in it is wrong.
        OSError: it cannot be read.
    """
    with _opened(path) as file:
        try:
            return _read(file)
        except BrokenJsonError as error:
            raise BadPeopleFileError(
                "This is no people.json of Kindred, or only a part of it arrived."
            ) from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    if path.stat().st_size > LARGEST:
        raise BadPeopleFileError("This file is too large to be a people.json.")
    if not zipfile.is_zipfile(path):
        with path.open(encoding="utf-8-sig") as file:
            yield file
        return
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_member(archive)) as member:
            yield TextIOWrapper(member, encoding="utf-8-sig")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise BadPeopleFileError("This zip is damaged.") from error


def _member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    found = next((one for one in archive.infolist() if one.filename == PEOPLE), None)
    if found is None:
        raise BadPeopleFileError("There is no people.json in this zip.")
    if found.file_size > LARGEST:
        raise BadPeopleFileError("The people.json in this zip is too large.")
    if found.flag_bits & _ENCRYPTED:
        raise BadPeopleFileError("This zip has a password. Unpack it first.")
    return found


def _read(file: IO[str]) -> PeopleFile:
    found = PeopleFile()
    head: Entry = {}
    for name, value in fields(file, _LISTS):
        if name == "people":
            _check_head(head)
            _add_human(found, value)
        elif name == "statements":
            _check_head(head)
            _add_word(found, value)
        elif name not in _LISTS:
            head[name] = value
    _check_head(head)
    _know_by_covers(found)
    return found


def _know_by_covers(found: PeopleFile) -> None:
    """Let the face that stood for somebody be theirs, where no face was confirmed.

    Whoever hid a stranger saw that face and no name.
    """
    known = {word.person for word in found.words if word.kind == Kind.IS}
    for human in found.people.values():
        if human.is_spoken_of and human.id not in known and human.cover and human.cover.box:
            found.words.append(Word(Kind.IS, human.id, {}, human.cover, None))


def _check_head(head: Entry) -> None:
    if head.get("format") != FORMAT:
        raise BadPeopleFileError("This is no people.json of Kindred.")
    version = head.get("version")
    if type(version) is not int or version < 1:
        raise BadPeopleFileError("This people.json does not say of which version it is.")
    if version > VERSION:
        raise BadPeopleFileError(
            f"This people.json is of version {version}, and this gallery knows version {VERSION}. "
            "Update the gallery first."
        )


def _add_human(found: PeopleFile, entry: object) -> None:
    with _said_where("people", len(found.people) + 1):
        if len(found.people) >= MOST_PEOPLE:
            raise BadPeopleFileError("there are too many")
        human = _human(_object(entry))
        if human.id in found.people:
            raise BadPeopleFileError(f"number {human.id} is there twice")
        found.people[human.id] = human


def _human(entry: Entry) -> Human:
    born = _maybe(entry.get("birth_date"), _birth_date)
    return Human(
        id=_whole(entry.get("id")),
        name=_name(entry.get("name", "")),
        birth_date=born and born[0],
        birth_precision=born[1] if born else "",
        gender=_choice(entry.get("gender", ""), Person.Gender.values, "gender"),
        hidden=_flag(entry.get("hidden", False)),
        left_out=_flag(entry.get("left_out", False)),
        cover=_maybe(entry.get("cover"), _place),
    )


def _add_word(found: PeopleFile, entry: object) -> None:
    with _said_where("statements", len(found.words) + 1):
        if len(found.words) >= MOST_STATEMENTS:
            raise BadPeopleFileError("there are too many")
        found.words.append(_word(_object(entry)))


def _word(entry: Entry) -> Word:
    kind = Kind(_choice(entry.get("kind"), Kind.values, "kind"))
    about = _maybe(entry.get("about"), _place)
    other = _maybe(entry.get("other"), _place)
    if kind in OF_A_FACE | OF_TWO_FACES and (about is None or about.box is None):
        raise BadPeopleFileError("it does not say which face is meant")
    if kind in OF_TWO_FACES and (other is None or other.box is None):
        raise BadPeopleFileError("it does not say which other face is meant")
    said = _object(entry.get("said", {}))
    if kind == Kind.DATE:
        if about is None:
            raise BadPeopleFileError("it does not say which photo is meant")
        day, precision = _day(said.get("date")), said.get("precision", "")
        said = {
            "date": day.isoformat(),
            "precision": _choice(precision, Asset.Precision.values, "precision"),
        }
    return Word(kind, _maybe(entry.get("person"), _whole), said, about, other)


@contextmanager
def _said_where(section: str, number: int) -> Iterator[None]:
    try:
        yield
    except BadPeopleFileError as error:
        words = f'Entry {number} of "{section}" is wrong: {error}. Nothing was changed.'
        raise BadPeopleFileError(words) from error


def _place(value: object) -> Place:
    entry = _object(value)
    sha256 = entry.get("sha256")
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise BadPeopleFileError("an original is named by the 64 digits of its SHA-256")
    time = _maybe(entry.get("time"), _number)
    return Place(sha256, _maybe(entry.get("box"), _box), time)


def _box(value: object) -> Box:
    if not isinstance(value, list) or len(value) != 4:
        raise BadPeopleFileError("a box has four numbers")
    left, top, right, bottom = (_number(edge) for edge in value)
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise BadPeopleFileError("a box lies in its picture, from 0 to 1")
    return Box(left, top, right, bottom)


def _birth_date(value: object) -> tuple[date, str]:
    entry = _object(value)
    return _day(entry.get("date")), _choice(
        entry.get("precision"), Person.Precision.values, "precision"
    )


def _day(value: object) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or not _EARLIEST <= day.year <= 2200:
        raise BadPeopleFileError("a date is written as 1962-08-05")
    return day


def _object(value: object) -> Entry:
    if not isinstance(value, dict):
        raise BadPeopleFileError("it is no object")
    return value


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise BadPeopleFileError("a name is a text")
    return clean(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadPeopleFileError("hidden and left_out are true or false")
    return value


def _choice(value: object, choices: list[str], what: str) -> str:
    if not isinstance(value, str) or value not in choices:
        known = ", ".join(f'"{choice}"' for choice in choices)
        raise BadPeopleFileError(f"its {what} is none of {known}")
    return value


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise BadPeopleFileError("a number of somebody is a whole number")
    return value


def _number(value: object) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):  # type: ignore[arg-type]  # a number, as was just asked
        raise BadPeopleFileError("a number is lacking")
    return float(value)  # type: ignore[arg-type]


def _maybe(value: object, check: Callable[[object], T]) -> T | None:
    return None if value is None else check(value)
