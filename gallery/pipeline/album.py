"""What clustering reads: the represented faces of a library, as the engine takes them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from typing import NamedTuple

import numpy as np

from faces.cluster import Constraints, Items, comparable
from faces.quality import STEERS_FROM
from faces.types import FEATURES, Bools, Floats, Ints
from gallery.models import Asset, Face, Job, Library, Person, Stage, Statement
from gallery.pipeline.dates import trusted_year

Span = Sequence[float]  # from, to: seconds


@dataclass(frozen=True, slots=True)
class Album:
    """N faces that one version of the network has seen, in order of their ids."""

    items: Items
    constraints: Constraints
    """What the pictures say: faces of one photo, or of one moment of a video, are different."""
    people: Ints
    """(N,) int64 the person that each face has now, -1 none."""
    confirmed: Bools
    """(N,) bool, where somebody said so."""
    bound: Bools
    """(N,) bool, where they were with somebody when that person was merged with another, or when
    faces of another look were kept there: whoever said so meant all their faces."""
    known: Ints
    """int64 ids of the people of whom somebody said something: a name, a birth date, a hide."""
    whole: bool = True
    """False while faces that people have are still to be looked at by this version: what is read
    is a part, and who is alike in it says too little."""


class _Row(NamedTuple):
    """A face as it is read, without its features."""

    pk: int
    age: float | None
    person: int | None
    confirmed: bool
    asset: int
    kind: str
    taken_on: date | None
    taken_source: str
    moments: list[Span] | None
    uploaded_at: datetime
    quality: float | None


def read_album(library: Library, version: str, *, only: Collection[int] | None = None) -> Album:
    """Read a library's faces of one version, all or `only` some; versions never mix."""
    whole = not _being_renewed(library, version)  # first: what is renewed meanwhile is read below
    features, rows = _read_faces(library, version, only)
    said = _bound(library)
    bound = [row.person in said and row.uploaded_at <= said[row.person] for row in rows]
    return Album(
        _items(comparable(features), rows),
        _constraints(library, rows),
        people=np.array([_or_nobody(row.person) for row in rows], np.int64),
        confirmed=np.array([row.confirmed for row in rows], np.bool_),
        bound=np.array(bound, np.bool_),
        known=_known(library),
        whole=whole,
    )


def _read_faces(
    library: Library, version: str, only: Collection[int] | None
) -> tuple[Floats, list[_Row]]:
    """Return (N, 1024) float32 features and what else is read of each face, in order of ids."""
    faces = Face.objects.real().filter(asset__library=library, represented_by=version)
    if only is not None:
        faces = faces.filter(pk__in=only)
    columns = faces.order_by("pk").values_list(
        "features",
        "pk",
        "age",
        "person_id",
        "confirmed",
        "asset_id",
        "asset__kind",
        "asset__taken_on",
        "asset__taken_source",
        "track__moments",
        "asset__created_at",
        "quality",
    )
    # Gathered while they are read: 100,000 faces have 400 MB of features, once is enough.
    content, rows = bytearray(), []
    for features, *others in columns.iterator():
        content += features or b""
        rows.append(_Row(*others))
    return np.frombuffer(content, "<f4").reshape(len(rows), FEATURES), rows


def _items(features: Floats, rows: Sequence[_Row]) -> Items:
    years = [trusted_year(row.taken_on, row.taken_source) for row in rows]
    steers = [row.quality is None or row.quality >= STEERS_FROM for row in rows]
    return Items(
        features=features,
        ages=np.array([np.nan if row.age is None else row.age for row in rows], np.float64),
        years=np.array(years, np.float64),
        ids=np.array([row.pk for row in rows], np.int64),
        steers=np.array(steers, np.bool_),
    )


def _constraints(library: Library, rows: Sequence[_Row]) -> Constraints:
    photos = np.array([row.asset if row.kind == Asset.Kind.PHOTO else -1 for row in rows], np.int64)
    shots = ((i, row.asset, row.moments) for i, row in enumerate(rows) if row.moments)
    parted, twice = _pairs(library, [row.pk for row in rows])
    return Constraints(
        groups=photos, exceptions=twice, cannot=np.concatenate([_seen_together(shots), parted])
    )


def has_changed(album: Album, library: Library) -> bool:
    """Say whether people or faces are not as they were when read; locks the faces.

    Faces that have come since do not count: they ask for another clustering themselves.
    """
    faces = Face.objects.real().filter(asset__library=library).order_by("pk")
    locked = faces.select_for_update(of=("self",))
    now = {
        pk: (_or_nobody(person), confirmed)
        for pk, person, confirmed in locked.values_list("pk", "person_id", "confirmed")
    }
    read = zip(
        album.items.ids.tolist(), album.people.tolist(), album.confirmed.tolist(), strict=True
    )
    if any(now.get(pk) != (person, confirmed) for pk, person, confirmed in read):
        return True
    return not np.array_equal(_known(library), album.known)


def _being_renewed(library: Library, version: str) -> bool:
    """Say whether faces that people have wait for this version; files given up do not count."""
    jobs = Job.objects.filter(library=library)
    due = jobs.filter(stage=Stage.REPRESENT).exclude(
        # A video's job names the detector as well, before the network.
        state=Job.State.DONE,
        version__endswith=version,
    )
    faces = Face.objects.real().filter(asset__library=library, person__isnull=False)
    waiting = faces.awaiting_representation(version).filter(asset__in=due.values("asset"))
    return waiting.exclude(asset__in=jobs.quarantined().values("asset")).exists()


def _bound(library: Library) -> dict[int, datetime]:
    """When somebody last said of people that two looks are one person."""
    said = Statement.objects.standing().filter(library=library, kind=Statement.Kind.SAME)
    return dict(said.filter(person__isnull=False).order_by("at").values_list("person_id", "at"))


def _or_nobody(person: int | None) -> int:
    return -1 if person is None else person


def _known(library: Library) -> Ints:
    known = Person.objects.of_whom_something_was_said().filter(library=library)
    return np.array(sorted(known.values_list("pk", flat=True)), np.int64)


def _pairs(library: Library, faces: Sequence[int]) -> tuple[Ints, Ints]:
    """Pairs of these faces, by their places: said to be different, said to be one seen twice."""
    place = {pk: i for i, pk in enumerate(faces)}
    kinds = (Statement.Kind.DIFFERENT, Statement.Kind.IS_NOT, Statement.Kind.TWICE)
    said = Statement.objects.standing().filter(library=library, kind__in=kinds).order_by("pk")
    pairs: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for kind, first, second in said.values_list("kind", "face", "other_face"):
        if first in place and second in place:
            pairs[kind == Statement.Kind.TWICE].append((place[first], place[second]))
    parted, twice = (np.array(found, np.int64).reshape(-1, 2) for found in pairs)
    return parted, twice


def _seen_together(shots: Iterable[tuple[int, int, list[Span]]]) -> Ints:
    """Pairs of one video's faces, (index, asset, moments), that were there at the same time."""
    of_video = defaultdict(list)
    for index, asset, moments in shots:
        of_video[asset].append((index, moments))
    pairs = [
        (a, b)
        for faces in of_video.values()
        for (a, first), (b, second) in combinations(faces, 2)
        if any(s[0] <= t[1] and t[0] <= s[1] for s in first for t in second)
    ]
    return np.array(pairs, np.int64).reshape(-1, 2)
