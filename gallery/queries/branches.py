"""How the faces of one person come together."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import F

from faces.cluster import Parameters
from faces.cluster.picture import Dendrogram, dendrogram
from gallery import ages
from gallery.models import Face, Person
from gallery.pipeline.album import read_album
from gallery.queries.drawing import Branches, draw_branches

MOST = 60  # faces, the best ones


@dataclass(frozen=True, slots=True)
class Leaf:
    face: int
    asset: int
    day: date | None
    age: str


@dataclass(frozen=True, slots=True)
class Merge:
    height: float
    one: int
    """Faces on this side."""
    other: int
    is_far: bool
    """Whether it is beyond the threshold."""


@dataclass(frozen=True, slots=True)
class Together:
    """The dendrogram of somebody's faces."""

    person: Person
    faces: int
    """Of all those that the network has seen; the leaves may be fewer."""
    threshold: float
    leaves: list[Leaf]
    merges: list[Merge]
    branches: Branches | None
    """None where there are no two faces."""

    @property
    def pieces(self) -> int:
        """How many pieces are left at the threshold."""
        return 1 + sum(merge.is_far for merge in self.merges)

    @property
    def last(self) -> float:
        """How far apart the last two groups are; 0 where there are none."""
        return self.merges[-1].height if self.merges else 0.0


def together(person: Person, version: str) -> Together:
    """Merge somebody's faces, at most the `MOST` of the best quality."""
    found = Face.objects.real().filter(person=person, represented_by=version)
    best = found.order_by(F("quality").desc(nulls_last=True), "pk")
    rows = {row[0]: row for row in best.values_list("pk", "asset", "asset__taken_on")[:MOST]}
    album, threshold = read_album(person.library, version, only=list(rows)), Parameters().threshold
    if len(album.items) < 2:
        leaves = _leaves(person, list(rows.values()))
        return Together(person, len(rows), threshold, leaves, [], None)
    tree = dendrogram(album.items, Parameters())
    ordered = [rows[pk] for pk in album.items.ids[tree.order].tolist()]
    return Together(
        person,
        found.count(),
        threshold,
        _leaves(person, ordered),
        _merges(tree, threshold),
        draw_branches(tree, threshold),
    )


def _leaves(person: Person, rows: list[tuple[int, int, date | None]]) -> list[Leaf]:
    return [Leaf(face, asset, day, ages.age_on(person, day)) for face, asset, day in rows]


def _merges(tree: Dendrogram, threshold: float) -> list[Merge]:
    sizes = np.sort(tree.sizes()[tree.pairs], axis=1)[:, ::-1]
    return [
        Merge(height, one, other, height > threshold)
        for height, (one, other) in zip(tree.heights.tolist(), sizes.tolist(), strict=True)
    ]
