"""A sample of a library's faces: how far apart they are, and what other thresholds would do."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from faces.cluster import Parameters
from faces.cluster.picture import Cut, cuts, distances_of
from gallery.models import Face, Library
from gallery.pipeline.album import Album, read_album
from gallery.queries.drawing import Histograms, draw_histograms

MOST = 1500  # faces: all their pairs are looked at, in a fraction of a second
EACH = 100  # of one person, where not all faces of the library can be in it
BINS_TO_THRESHOLD, BINS = 26, 60
STEPS = (-3, -2, -1, 0, 1, 2, 3)
STEP = 0.08  # between two thresholds


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody of a library."""

    person: int
    name: str
    faces: int
    represented: int
    """Faces that the network of the last clustering has seen."""


@dataclass(frozen=True, slots=True)
class CutRow:
    """What a threshold makes of the sample."""

    cut: Cut
    is_used: bool
    share: float
    """People of two faces and more, as a share of the most people at any threshold."""
    singles: float
    """People of one face, in the same measure."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """Distances and thresholds of a sample."""

    faces: int
    of: int
    """Faces that there are to draw from."""
    people: int
    each: int
    """How many faces of one person are drawn at most, unless all are."""
    threshold: float
    end: float
    """Where the drawing ends: the last bin holds all beyond."""
    histograms: Histograms
    within: int
    """Pairs of one person."""
    between: int
    far_within: str
    """Percent of the pairs of one person."""
    near_between: str
    cuts: tuple[CutRow, ...]

    @property
    def is_whole(self) -> bool:
        return self.faces == self.of


def sample_of(library: Library, version: str, people: Sequence[Seen]) -> Sampled | None:
    """Look at a sample; None while no two faces are there to compare."""
    total = sum(one.represented for one in people)
    album = read_album(library, version, only=_faces(library, version, people))
    if len(album.items) < 2:
        return None
    parameters = Parameters()
    edges = np.arange(BINS + 1) * parameters.threshold / BINS_TO_THRESHOLD
    found = distances_of(album.items, album.people, parameters, edges=edges)
    within, between = int(found.within.sum()), int(found.between.sum())
    return Sampled(
        faces=len(album.items),
        of=total,
        people=len(np.unique(album.people)),
        each=EACH,
        threshold=parameters.threshold,
        end=float(edges[-1]),
        histograms=draw_histograms(found, parameters.threshold),
        within=within,
        between=between,
        far_within=percent(found.far_within, within),
        near_between=percent(found.near_between, between),
        cuts=_cuts(album, parameters),
    )


def draw_people(people: Sequence[Seen], most: int = MOST) -> list[int]:
    """Choose whole people until there are so many faces: the same ones each time.

    Whole, because faces drawn one by one would leave hardly two of anybody in a large library.
    """
    chosen, faces = [], 0
    for one in sorted(people, key=lambda one: _mixed(one.person)):
        taken = min(one.represented, EACH)
        if faces + taken <= most:
            chosen.append(one.person)
            faces += taken
    return sorted(chosen)


def percent(part: int, whole: int) -> str:
    """Such as "3.2%" or "less than 0.1%"."""
    share = 100 * part / whole if whole else 0.0
    if 0 < share < 0.1:
        return "less than 0.1%"
    if 99.9 < share < 100:
        return "more than 99.9%"
    return f"{share:.1f}%".replace(".0%", "%")


def _faces(library: Library, version: str, people: Sequence[Seen]) -> list[int]:
    """Choose the faces of the sample: all there are, or at most `EACH` of whoever is drawn."""
    faces = Face.objects.real().filter(
        asset__library=library, represented_by=version, person__isnull=False
    )
    if sum(one.represented for one in people) <= MOST:
        return list(faces.order_by("pk").values_list("pk", flat=True)[:MOST])
    theirs = defaultdict(list)
    drawn = faces.filter(person__in=draw_people(people)).order_by("person", "pk")
    for person, pk in drawn.values_list("person", "pk"):
        theirs[person].append(pk)
    return [pk for pks in theirs.values() for pk in sorted(pks, key=_mixed)[:EACH]]


def _mixed(pk: int) -> int:
    """Number a row as if by chance, but the same each time (Knuth's multiplicative hashing)."""
    return pk * 2654435761 % 2**32


def _cuts(album: Album, parameters: Parameters) -> tuple[CutRow, ...]:
    """Cluster at each threshold, held to what the pictures and the family say of these faces."""
    confirmed = np.where(album.confirmed, album.people, -1)
    said = replace(album.constraints, people=confirmed)
    thresholds = [round(parameters.threshold + step * STEP, 2) for step in STEPS]
    found = list(cuts(album.items, said, parameters, thresholds))
    top = max(cut.clusters for cut in found)
    return tuple(
        CutRow(
            cut,
            is_used=cut.threshold == parameters.threshold,
            share=(cut.clusters - cut.singles) / top,
            singles=cut.singles / top,
        )
        for cut in found
    )
