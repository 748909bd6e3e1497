"""What speaks for a birth year: what each dated face says, beside what all of them say."""

from dataclasses import dataclass
from math import isnan

import numpy as np

from faces.aggregate import birth_years
from gallery import ages
from gallery.models import Person
from gallery.pipeline.dates import trusted_year
from gallery.queries.dots import Drawing, Held, draw
from gallery.queries.sightings import Sighting


@dataclass(frozen=True, slots=True)
class Evidence:
    """The faces that speak for a birth year."""

    faces: int
    disagreeing: int
    """So many make them older or younger than what is held to be true, by more than one grants a
    face of that age."""
    estimate: int | None
    """What the faces say together; None if it was not estimated yet."""
    low: int | None
    high: int | None
    childhood: bool
    """Whether one of the faces looks like a child's."""
    drawing: Drawing

    @property
    def agreeing(self) -> int:
        return self.faces - self.disagreeing


def evidence(person: Person, seen: list[Sighting]) -> Evidence | None:
    """None where no face on a photo of trusted date says how old they look, or none may."""
    dated = [(one.age, trusted_year(one.day, one.source)) for one in seen]
    said = [(age, year) for age, year in dated if age is not None and not isnan(year)]
    held = _held(person)
    if not said or held is None or person.left_out:
        return None
    looked, years = np.array(said, np.float64).T
    born = birth_years(looked, years)
    doubt = 1.0 + 0.3 * looked  # the standard error that `fuse_birth_year` grants a face
    against = (born + doubt < held.low) | (born - doubt > held.high)
    return Evidence(
        faces=len(said),
        disagreeing=int(against.sum()),
        estimate=_whole(person.birth_year),
        low=_whole(person.birth_year_low),
        high=_whole(person.birth_year_high),
        childhood=bool((looked < ages.ADULT).any()),
        drawing=draw(born, against, held),
    )


def _held(person: Person) -> Held | None:
    """The typed date, else the estimate with its interval."""
    middle = ages.birth_moment(person)
    if middle is None:
        return None
    if person.birth_date is not None:
        year = person.birth_date.year
        return Held(year, middle, year + 1.0)
    low, high = person.birth_year_low, person.birth_year_high
    return Held(middle if low is None else low, middle, middle if high is None else high)


def _whole(year: float | None) -> int | None:
    return None if year is None else int(year)
