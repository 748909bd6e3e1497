"""What is true of an album that was made: who stands where in which photo, born when."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Standing:
    """A person in a photo."""

    person: str
    age: int | None
    """In whole years, where it is known."""
    tile: tuple[float, float, float, float]
    """Left, top, right, bottom of their part of the photo, in fractions of it."""


@dataclass(frozen=True, slots=True)
class TruePhoto:
    """A photo of the album."""

    path: str
    """In the album's folder."""
    taken_at: str
    """Local date and time in ISO 8601."""
    people: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """An album."""

    seed: int
    birth_years: dict[str, float]
    """Decimal year of birth of each person of whom it is known."""
    genders: dict[str, str]
    """Of each person of whom it is known."""
    photos: tuple[TruePhoto, ...]

    def save(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Truth":
        """Read what `save` wrote."""
        said = json.loads(path.read_text(encoding="utf-8"))
        photos = tuple(
            TruePhoto(
                photo["path"],
                photo["taken_at"],
                tuple(Standing(s["person"], s["age"], tuple(s["tile"])) for s in photo["people"]),
            )
            for photo in said["photos"]
        )
        return cls(said["seed"], said["birth_years"], said["genders"], photos)
