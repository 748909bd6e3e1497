"""How well photos are dated by ages: on albums of FG-NET, where everything is known.

The numbers of `faces.life` were chosen on people of odd number, and from which doubt on a date
is doubted is chosen on them here; the tables are of people of even number. A photo is dated from
its one or more faces, each person's birth year from their other photos alone, or as if typed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from faces.dating import ASK, Dating, date_photo, dates
from faces.evaluate.families import Family, arrange
from faces.evaluate.seen import Seen
from faces.life import Dated, Life, Reading
from faces.metadata.doubt import CHANCES
from faces.types import Bools, Doubles, Ints

TODAY = 2026.0  # photos that the drawn birth years put after it are left out
FIRST = 1940.0
WRONG_BY = (5.0, 10.0, 20.0)
ALARMS = (0.01, 0.05)
CHILD = 12.0
COPIED = 0.1  # years ago the file got the date that is wrong altogether

WRONG_DATES = " | ".join(["today", *(f"{by:g} years" for by in WRONG_BY)])

Birth = Literal["typed", "estimated"]


@dataclass(frozen=True, slots=True, eq=False)
class Photos:
    """P photos of known date, and what the ages on them said."""

    faces: Ints
    """(P,) how many there are on each."""
    youngest: Doubles
    """(P,) true age of the youngest on it, in years."""
    errors: Doubles
    """(P,) likeliest less true date, in years."""
    widths: Doubles
    """(P,) of the interval that holds 80 %."""
    held: Doubles
    """(P, 2) whether the intervals of 80 and 95 % hold the true date, 0 or 1."""
    doubts: Doubles
    """(P, 2 + W) log odds of dates, even to begin with: of the true one, of today, and of those
    wrong by `WRONG_BY`; NaN where there is no such date."""


def judge_dating(seen: Seen, seeds: Sequence[int]) -> list[str]:
    """Return the lines of three tables: how photos are dated, and which wrong dates are found."""
    odd = np.array([int(label.person) % 2 == 1 for label in seen.labels], np.bool_)
    tuned = {birth: judge(seen.take(odd), seeds, birth) for birth in get_args(Birth)}
    held = {birth: judge(seen.take(~odd), seeds, birth) for birth in get_args(Birth)}
    return [*_intervals(held), "", *_alarms(held, tuned), "", *_asked(held)]


def _intervals(held: dict[Birth, Photos]) -> Iterator[str]:
    yield "| birth years | photos | held by 80 % | by 95 % | width of 80 % | median error | bias |"
    yield "|---" * 7 + "|"
    for birth, photos in held.items():
        for name, chosen in _parts(photos):
            narrow, wide = photos.held[chosen].mean(axis=0).tolist()
            errors, width = photos.errors[chosen], np.median(photos.widths[chosen])
            yield (
                f"| {birth} | {name}, {chosen.sum()} | {narrow:.0%} | {wide:.0%} | {width:.1f} "
                f"| {np.median(np.abs(errors)):.1f} | {errors.mean():+.1f} |"
            )


def _alarms(held: dict[Birth, Photos], tuned: dict[Birth, Photos]) -> Iterator[str]:
    yield f"| birth years | photos | false alarms, wanted | were | {WRONG_DATES} |"
    yield "|---" * (5 + len(WRONG_BY)) + "|"
    for birth, photos in held.items():
        for name, chosen in _parts(photos):
            for alarms in ALARMS:
                threshold = threshold_of(tuned[birth].doubts[:, 0], alarms)
                shares = _percent(doubted(photos.doubts[chosen], threshold))
                yield f"| {birth} | {name} | {alarms:.0%} | {shares} |"


def _asked(held: dict[Birth, Photos]) -> Iterator[str]:
    """What the gallery asks about, where the source of a date tells how often it is wrong."""
    yield f"| birth years | photos | date from | false alarms | {WRONG_DATES} |"
    yield "|---" * (5 + len(WRONG_BY)) + "|"
    for birth, photos in held.items():
        for name, chosen in _parts(photos):
            for source in ("file", "filename", "exif"):
                chance = CHANCES[source]
                threshold = ASK - float(np.log(chance) - np.log1p(-chance))
                shares = _percent(doubted(photos.doubts[chosen], threshold))
                yield f"| {birth} | {name} | {source} | {shares} |"


def _percent(shares: Doubles) -> str:
    return " | ".join(f"{share:.0%}" for share in shares.tolist())


def judge(seen: Seen, seeds: Sequence[int], birth: Birth) -> Photos:
    """Date the photos of some people in several albums."""
    rows = [
        row
        for seed in seeds
        for row in _rows(arrange(seen, seed), birth, np.random.default_rng(seed))
    ]
    found = np.array(rows, np.float64)
    return Photos(
        faces=found[:, 0].astype(np.int64),
        youngest=found[:, 1],
        errors=found[:, 2],
        widths=found[:, 3],
        held=found[:, 4:6],
        doubts=found[:, 6:],
    )


def doubted(doubts: Doubles, threshold: float) -> Doubles:
    """Return (D,) the share of dates that are doubted: false alarms, then each kind of wrong ones.

    Args:
        doubts: (P, D) log odds; NaN where there is no such date.
        threshold: from which a date is doubted.
    """
    return np.array([(one[~np.isnan(one)] > threshold).mean() for one in doubts.T])


def threshold_of(doubts: Doubles, alarms: float) -> float:
    """Return the log odds that a share `alarms` of the (P,) true dates exceed."""
    return float(np.quantile(doubts, 1.0 - alarms))


def _parts(photos: Photos) -> Iterator[tuple[str, Bools]]:
    yield "all", photos.faces > 0
    yield "one face", photos.faces == 1
    yield "two or more", photos.faces > 1
    yield "with a child below 12", photos.youngest < CHILD


def _rows(family: Family, birth: Birth, rng: np.random.Generator) -> Iterator[tuple[float, ...]]:
    years, people, photos = family.items.years, family.seen.people, family.constraints.groups
    lived = (years < TODAY) & ~np.isnan(family.born)
    lives = {
        person: _life(family, np.flatnonzero(lived & (people == person)), birth)
        for person in np.unique(people[lived]).tolist()
    }
    for photo in np.unique(photos[lived]).tolist():
        on_it = np.flatnonzero(lived & (photos == photo)).tolist()
        dating, known = _date(family, on_it, lives)
        if dating is not None:
            youngest = float((years - family.born)[on_it].min())
            yield known, youngest, *_row(dating, float(years[on_it[0]]), rng)


def _life(family: Family, members: Ints, birth: Birth) -> Life | None:
    groups = family.constraints.groups[members]
    faces = Dated(family.items.ages[members], family.items.years[members], groups)
    if birth == "estimated":
        return Life.estimated(faces)
    born = float(family.born[members[0]])
    return Life.typed(born, born, faces)


def _date(
    family: Family, on_it: list[int], lives: dict[int, Life | None]
) -> tuple[Dating | None, int]:
    """Return what is said of the date of one photo, and by how many faces."""
    grid = dates(FIRST, TODAY)
    found, earliest = [], FIRST
    for i in on_it:
        life = lives[int(family.seen.people[i])]
        age, quality = float(family.items.ages[i]), float(family.seen.rows.quality[i])
        reading = Reading(age, quality, group=int(family.constraints.groups[i]))
        said = life.likelihood(grid, reading) if life else None
        if life and said is not None:
            found.append(said)
            earliest = max(earliest, life.earliest)
    return (date_photo(grid, found, earliest=earliest) if found else None), len(found)


def _row(dating: Dating, true: float, rng: np.random.Generator) -> tuple[float, ...]:
    (low, high), (lowest, highest) = dating.interval(0.8), dating.interval(0.95)
    signs = np.where(rng.random(len(WRONG_BY)) < 0.5, -1.0, 1.0)
    later = true + np.array(WRONG_BY) * signs
    shifted = np.where(later < TODAY, later, true - np.array(WRONG_BY))
    today = TODAY - COPIED if true < TODAY - min(WRONG_BY) else np.nan
    at = [true, today, *shifted.tolist()]
    return (
        dating.likely - true,
        high - low,
        float(low <= true <= high),
        float(lowest <= true <= highest),
        *(np.nan if np.isnan(when) else dating.doubt(when, when, chance=0.5) for when in at),
    )
