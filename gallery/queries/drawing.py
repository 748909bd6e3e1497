"""From numbers to the outlines of an SVG. Distances run to the right, in percent of the width."""

from dataclasses import dataclass

import numpy as np

from faces.cluster.picture import Dendrogram, Distances
from faces.types import Doubles, Ints

MIDDLE, REACH = 100.0, 96.0  # of a histogram: where it stands, how high its tallest bin is
ROW = 44  # pixels of a leaf: fit for a finger


@dataclass(frozen=True, slots=True)
class Histograms:
    """Two histograms on one line: pairs of one person stand on it, pairs of two hang from it.

    Each is as tall as the other, however many pairs it has. What is on the wrong side of the
    threshold is an outline of its own.
    """

    within: str
    far_within: str
    between: str
    near_between: str
    threshold: float
    """Percent of the width."""


@dataclass(frozen=True, slots=True)
class Branches:
    """A dendrogram with its leaves on the left, each `ROW` high."""

    near: str
    """Merges within the threshold."""
    far: str
    """Merges beyond it."""
    threshold: float
    """Percent of the width."""
    height: int
    """Pixels."""


def draw_histograms(distances: Distances, threshold: float) -> Histograms:
    """Draw the bins on a field of 100 by 200."""
    at = 100.0 * distances.edges / distances.edges[-1]
    cut = int(np.searchsorted(distances.edges, threshold - 1e-9))
    near, far = slice(0, cut), slice(cut, None)
    up, down = _heights(distances.within, -REACH), _heights(distances.between, REACH)
    return Histograms(
        within=_outline(at[: cut + 1], up[near]),
        far_within=_outline(at[cut:], up[far]),
        between=_outline(at[cut:], down[far]),
        near_between=_outline(at[: cut + 1], down[near]),
        threshold=float(at[cut]),
    )


def draw_branches(tree: Dendrogram, threshold: float) -> Branches:
    """Draw the merges on a field of 100 by the height in pixels."""
    count = len(tree.order)
    end = max(1.15 * threshold, 1.03 * float(tree.heights.max(initial=0.0)))
    x, y = [0.0] * count, [0.0] * count
    for place, leaf in enumerate(tree.order.tolist()):
        y[leaf] = (place + 0.5) * ROW
    near: list[str] = []
    far: list[str] = []
    for (one, other), height in zip(tree.pairs.tolist(), tree.heights.tolist(), strict=True):
        right = 100.0 * height / end
        line = f"M{x[one]:.2f} {y[one]:.1f}H{right:.2f}V{y[other]:.1f}H{x[other]:.2f}"
        (near if height <= threshold else far).append(line)
        x.append(right)
        y.append((y[one] + y[other]) / 2)
    return Branches("".join(near), "".join(far), 100.0 * threshold / end, count * ROW)


def _heights(pairs: Ints, reach: float) -> Doubles:
    return MIDDLE + reach * pairs / max(int(pairs.max(initial=0)), 1)


def _outline(edges: Doubles, tops: Doubles) -> str:
    """Outline bins with their (B + 1,) edges and (B,) tops."""
    steps = "".join(f"V{top:.1f}H{edge:.2f}" for top, edge in zip(tops, edges[1:], strict=True))
    return f"M{edges[0]:.2f} {MIDDLE:.0f}{steps}V{MIDDLE:.0f}Z"
