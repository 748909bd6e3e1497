"""What clustering takes and gives."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from faces.ages import unbiased
from faces.types import Bools, Doubles, Floats, Ints

Distance = Literal["birth-year", "paper"]
Method = Literal["average", "single", "complete", "weighted", "median", "rank-order"]


def _no_pairs() -> Ints:
    return np.empty((0, 2), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Items:
    """N faces of photos, or in-clip clusters of videos, to be clustered.

    Raises:
        ValueError: the arrays do not belong together, or two items share an id.
    """

    features: Floats
    """(N, D) float32 identity features, each row of unit L2 length."""
    ages: Doubles
    """(N,) float64 age in years at the photo, Eq. (2); NaN where unknown."""
    years: Doubles
    """(N,) float64 decimal year of the photo (2001.5 is July 2001); NaN if unknown or untrusted."""
    ids: Ints
    """(N,) int64, one of its own for each item: breaks ties, whatever the order of arrival."""
    steers: Bools | None = None
    """(N,) bool: False for a face too poor to say who others are. It joins after the linkage; None
    lets all steer."""

    def __post_init__(self) -> None:
        n = len(self.ids)
        if self.features.ndim != 2 or len(self.features) != n:
            raise ValueError(f"features must be ({n}, D), got {self.features.shape}")
        for name, values in (("ages", self.ages), ("years", self.years), ("ids", self.ids)):
            if values.shape != (n,):
                raise ValueError(f"{name} must be ({n},), got {values.shape}")
        if self.steers is not None and self.steers.shape != (n,):
            raise ValueError(f"steers must be ({n},), got {self.steers.shape}")
        if len(np.unique(self.ids)) != n:
            raise ValueError("two items share an id")

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def birth_years(self) -> Doubles:
        """(N,) float64 year of the photo less the age at it, freed of its bias; NaN where either
        is unknown."""
        return self.years - unbiased(self.ages)

    def take(self, order: Ints) -> "Items":
        """Return the items at these indices, in this order."""
        steers = None if self.steers is None else self.steers[order]
        return Items(
            self.features[order], self.ages[order], self.years[order], self.ids[order], steers
        )


@dataclass(frozen=True, slots=True)
class Constraints:
    """What people, or the pictures themselves, say of N items. Pairs are indices of items."""

    groups: Ints
    """(N,) int64: faces of one photo or frame share a number and are different people; -1 none."""
    people: Ints | None = None
    """(N,) int64: the person that a face is confirmed to be, -1 none. Faces of one person are
    must-linked and of two people cannot-linked, without a pair for each."""
    exceptions: Ints = field(default_factory=_no_pairs)
    """(E, 2) int64: pairs of one group declared the same person twice (mirror, collage). They
    are no longer kept apart by the photo; to join them too, give them in `must`."""
    cannot: Ints = field(default_factory=_no_pairs)
    """(K, 2) int64: pairs that are not the same person."""
    must: Ints = field(default_factory=_no_pairs)
    """(M, 2) int64: pairs that are the same person."""

    @classmethod
    def none(cls, n: int) -> "Constraints":
        """Nothing is known of N items."""
        return cls(groups=np.full(n, -1, dtype=np.int64))

    def take(self, order: Ints) -> "Constraints":
        """Return the constraints as they read once items are put in this order.

        Raises:
            ValueError: a pair names an item that is not there, or one item twice; or the
                arrays are not of N items.
        """
        n = len(order)
        people = np.full(n, -1, dtype=np.int64) if self.people is None else self.people
        for name, values in (("groups", self.groups), ("people", people)):
            if values.shape != (n,):
                raise ValueError(f"{name} must be ({n},), got {values.shape}")
        place = np.empty(n, dtype=np.int64)
        place[order] = np.arange(n)
        pairs = (_placed(pairs, place) for pairs in (self.exceptions, self.cannot, self.must))
        return Constraints(self.groups[order], people[order], *pairs)


def _placed(pairs: Ints, place: Ints) -> Ints:
    """Return pairs at their new places, lower first, each once, in order."""
    pairs = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    if len(pairs) and (pairs.min() < 0 or pairs.max() >= len(place)):
        raise ValueError(f"a pair names an item outside 0..{len(place) - 1}")
    if np.any(pairs[:, 0] == pairs[:, 1]):
        raise ValueError("a pair names one item twice")
    return np.unique(np.sort(place[pairs], axis=1), axis=0)


@dataclass(frozen=True, slots=True)
class Parameters:
    """How to cluster. The defaults were chosen by measurement: docs/clustering.md."""

    distance: Distance = "birth-year"
    """"birth-year": |x_i - x_j|^2 + weight s_i s_j (b_i - b_j)^2 with birth year b and
    s = 1 / `faces.ages.spread`, or 0 where b is unknown. "paper": |x_i - x_j| +
    weight (a - b)^2 / (a + b) with both ages taken in the later photo's year."""
    method: Method = "average"
    """The linkage; "median" and "rank-order" (Zhu et al. 2011) are there for comparison."""
    threshold: float = 1.04
    """The largest linkage that still merges, in the units of `distance`; for "rank-order" a bound
    on the rank-order distance, for which its authors use 14."""
    weight: float = 0.01
    """Of the age term; 0 leaves it out."""
    split: bool = False
    """The paper's refinement (2.2) instead of constraints inside the linkage: cluster without
    them, then split each cluster by complete linkage with pairs of one photo at the maximum."""
    split_threshold: float | None = None
    """Where `split` cuts; None cuts at `threshold`."""
    memory_limit: int = 2 * 1024**3
    """Bytes that a matrix of distances may take before TooManyFacesError."""

    @property
    def on_means(self) -> bool:
        """Whether the linkage is exact arithmetic on a mean of each cluster, without a matrix."""
        return self.distance == "birth-year" and self.method == "average"


@dataclass(frozen=True, slots=True)
class Partition:
    """N items in K clusters."""

    labels: Ints
    """(N,) int64 cluster 0..K-1 of each item; clusters are numbered by their smallest id."""
    conflicts: Ints
    """(C, 2) int64: the pairs of `must` (or of one of `people`) that were not honoured, because
    they would have put two items in one cluster that may not be linked. A cannot-link wins."""

    @property
    def count(self) -> int:
        """K, the number of clusters."""
        return int(self.labels.max()) + 1 if len(self.labels) else 0
