"""How people are told apart: what clusterings found, and how sure they could be."""

from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, Q

from gallery.models import Face, Library, Run
from gallery.queries.sample import Sampled, Seen, sample_of

RUNS = 20
SIZES = ((1, 1), (2, 2), (3, 5), (6, 10), (11, 30), (31, 100), (101, None))
UNNAMED = 24  # of those without a name, the most seen, to look at one by one


@dataclass(frozen=True, slots=True)
class RunRow:
    """A clustering beside the one before."""

    run: Run
    faces: str
    """Such as "+12"; empty where nothing changed, or nothing is known of the one before."""
    clusters: str


@dataclass(frozen=True, slots=True)
class Size:
    """How many people have so many faces."""

    words: str
    people: int
    share: float
    """Of the most frequent size: 0..1."""


@dataclass(frozen=True, slots=True)
class Picture:
    runs: list[RunRow]
    people: int
    faces: int
    sizes: list[Size]
    sampled: Sampled | None
    """None while no two faces are there to compare."""
    named: list[Seen]
    """Everybody with a name and a face."""
    unnamed: list[Seen]
    """Those without, the most seen first."""


def version_in(library: Library) -> str:
    """Name the network whose faces the last clustering told apart; "" before the first."""
    last = Run.objects.filter(library=library).values_list("version", flat=True).first()
    return last or ""


def picture_of(library: Library) -> Picture | None:
    """Return what is to be seen of a library, None before its first clustering."""
    rows = _runs(library)
    if not rows:
        return None
    version = rows[0].run.version
    people = _people(library, version)
    named = sorted((one for one in people if one.name), key=lambda one: one.name.casefold())
    unnamed = [one for one in people if not one.name and one.represented > 1]
    unnamed.sort(key=lambda one: (-one.faces, one.person))
    return Picture(
        runs=rows,
        people=len(people),
        faces=sum(one.faces for one in people),
        sizes=sizes_of([one.faces for one in people]),
        sampled=sample_of(library, version, people),
        named=named,
        unnamed=unnamed[:UNNAMED],
    )


def sizes_of(faces: list[int]) -> list[Size]:
    """Count people by how many faces they have."""
    found = [
        sum(least <= count and (most is None or count <= most) for count in faces)
        for least, most in SIZES
    ]
    top = max(*found, 1)
    return [
        Size(_in_words(least, most), people, people / top)
        for (least, most), people in zip(SIZES, found, strict=True)
    ]


def _runs(library: Library) -> list[RunRow]:
    found = list(Run.objects.filter(library=library)[: RUNS + 1])
    rows = [
        RunRow(run, _more(run.faces - before.faces), _more(run.clusters - before.clusters))
        for run, before in pairwise(found)
    ]
    if found and len(found) <= RUNS:
        rows.append(RunRow(found[-1], "", ""))
    return rows


def _more(difference: int) -> str:
    return f"{difference:+,}".replace("-", "\N{MINUS SIGN}") if difference else ""


def _in_words(least: int, most: int | None) -> str:
    if most is None:
        return f"More than {least - 1}"
    return str(least) if least == most else f"{least} to {most}"


def _people(library: Library, version: str) -> list[Seen]:
    faces = Face.objects.real().filter(asset__library=library, person__isnull=False)
    found = faces.values_list("person", "person__name").annotate(
        faces=Count("pk"), represented=Count("pk", filter=Q(represented_by=version))
    )
    return [Seen(*row) for row in found.order_by("person")]
