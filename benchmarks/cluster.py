"""`python -m benchmarks.cluster`: our average linkage beside others', each in its own process.

Big sizes only when asked: `--sizes 20000 100000`. Sides that need a matrix of distances are left
out above `--matrix-up-to` faces.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.machine import introduce, peak_memory
from faces.cluster import Constraints, Items, Parameters, partition, partition_from
from faces.types import Doubles, Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """N faces."""

    features: Floats
    """(N, 1024) float32 of unit length."""
    people: Ints
    """(N,) int64."""


THRESHOLD = Parameters().threshold
NEW, OF_PEOPLE = 100, 20  # faces that come, of how many people
OURS, SCIPY = "ours", "scipy"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[2000, 5000])
    parser.add_argument("--one-person", type=int, nargs="*", default=[5000])
    parser.add_argument("--changes", type=int, nargs="*", default=[5000])
    parser.add_argument("--matrix-up-to", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sides", nargs="+", default=list(SIDES), choices=list(SIDES))
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        _child(*options.child)
        return
    introduce()
    for case, sizes in (("album", options.sizes), ("one person", options.one_person)):
        for size in sizes:
            _compare(case, size, options)
    for size in options.changes:
        _changes(size, options.rounds)


def _compare(case: str, size: int, options: argparse.Namespace) -> None:
    sides = [side for side in options.sides if side == OURS or size <= options.matrix_up_to]
    _run("draw", case, size, None)
    taken: dict[str, list[dict[str, float]]] = {side: [] for side in sides}
    labels: dict[str, Ints] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(options.rounds):
            for side in sides:
                file = Path(folder) / f"{side}.npy"
                taken[side].append(_run(side, case, size, file))
                labels[side] = np.load(file)
    head = f"{case}, {size} faces"
    sys.stdout.write(
        f"{head:<34}{'wall s':>9}{'ratio':>7}{'CPU s':>9}{'ratio':>7}{'peak MB':>9}{'ratio':>7}"
        f"{'clusters':>10}\n"
    )
    ours = _median(taken[OURS]) if OURS in taken else _median(taken[sides[0]])
    for side in sides:
        row = _median(taken[side])
        cells = "".join(
            f"{row[key]:9.{digits}f}{row[key] / ours[key]:7.2f}"
            for key, digits in (("wall", 2), ("cpu", 2), ("peak", 0))
        )
        same = SCIPY in labels and np.array_equal(_named(labels[side]), _named(labels[SCIPY]))
        note = "  as scipy's" if same and side != SCIPY else ""
        sys.stdout.write(f"  {side:<32}{cells}{len(np.unique(labels[side])):10d}{note}\n")
    sys.stdout.flush()


def _changes(size: int, rounds: int) -> None:
    _run("draw", "album", size, None)
    found = [_run("changes", "album", size, None) for _ in range(rounds)]
    row = _median(found)
    sys.stdout.write(
        f"{int(row['came'])} faces of {OF_PEOPLE} people come to {size}: "
        f"from scratch {row['cpu_full']:.2f} CPU s ({row['full']:.2f} s), "
        f"taking up the tree {row['cpu_again']:.2f} CPU s ({row['again']:.2f} s), "
        f"1/{row['cpu_full'] / row['cpu_again']:.1f}; "
        f"{int(row['merged'])} of {int(row['merges'])} merges made again; "
        f"the tree is {row['bytes'] / 1e6:.1f} MB; "
        f"{'the same partition' if row['same'] else 'ANOTHER PARTITION'}\n"
    )
    sys.stdout.flush()


def _run(side: str, case: str, size: int, file: Path | None) -> dict[str, float]:
    arguments = ["--child", side, case, str(size), str(file or "")]
    command = [sys.executable, "-m", "benchmarks.cluster", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 -- ours
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _child(side: str, case: str, size: str, file: str) -> None:
    # Faces are drawn by a child of their own, so that drawing is nobody's time or memory.
    drawn = _kept(int(size), one_person=case == "one person")
    answer: dict[str, float] = {}
    if side == "changes":
        answer = _measure_changes(drawn)
    elif side in SIDES:
        before = time.perf_counter(), time.process_time()
        labels = SIDES[side](drawn.features)
        answer = {
            "wall": time.perf_counter() - before[0],
            "cpu": time.process_time() - before[1],
            "peak": peak_memory(),
        }
        np.save(file, labels)
    sys.stdout.write(json.dumps(answer) + "\n")


def _kept(size: int, *, one_person: bool) -> Drawn:
    folder = Path(tempfile.gettempdir()) / "kindred-benchmarks"
    folder.mkdir(exist_ok=True)
    file = folder / f"drawn-{size}-{'one' if one_person else 'many'}.npz"
    if not file.exists():
        from benchmarks.album import draw  # noqa: PLC0415 -- loads the networks' libraries

        drawn = draw(size, one_person=one_person)
        np.savez(file, features=drawn.features, people=drawn.people)
    with np.load(file) as kept:
        return Drawn(kept["features"], kept["people"])


def _measure_changes(drawn: Drawn) -> dict[str, float]:
    rng = np.random.default_rng(1)
    sizes = np.bincount(drawn.people)
    people = rng.choice(np.flatnonzero(sizes >= 8), OF_PEOPLE, replace=False)
    came = np.concatenate(
        [rng.permutation(np.flatnonzero(drawn.people == p))[: NEW // OF_PEOPLE] for p in people]
    )
    there = np.setdiff1d(np.arange(len(drawn.people)), came)
    items, parameters = _undated(drawn.features), Parameters()
    _, tree = partition_from(None, items.take(there), Constraints.none(len(there)), parameters)
    none = Constraints.none(len(items))
    before = time.perf_counter(), time.process_time()
    again, grown = partition_from(tree, items, none, parameters)
    between = time.perf_counter(), time.process_time()
    full, _ = partition_from(None, items, none, parameters)
    after = time.perf_counter(), time.process_time()
    if tree is None or grown is None:
        raise RuntimeError("the default linkage keeps a tree")
    made = len(np.setdiff1d(grown.heights, tree.heights))
    return {
        "came": len(came),
        "again": between[0] - before[0],
        "cpu_again": between[1] - before[1],
        "full": after[0] - between[0],
        "cpu_full": after[1] - between[1],
        "merged": made,
        "merges": len(grown.heights),
        "bytes": len(grown.to_bytes()),
        "same": float(np.array_equal(again.labels, full.labels)),
    }


def _undated(features: Floats) -> Items:
    n = len(features)
    unknown = np.full(n, np.nan)
    return Items(features, unknown, unknown, np.arange(n, dtype=np.int64))


def _ours(features: Floats) -> Ints:
    items = _undated(features)
    return partition(items, Constraints.none(len(items)), Parameters()).labels


def _matrix(features: Floats) -> Doubles:
    """Squared Euclidean distances by one product of matrices."""
    rows = features.astype(np.float64)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    distances: Doubles = rows @ rows.T
    distances *= -2.0
    distances += 2.0
    np.fill_diagonal(distances, 0.0)
    return np.maximum(distances, 0.0, out=distances)


def _condensed(features: Floats) -> Doubles:
    from scipy.spatial.distance import squareform  # noqa: PLC0415 -- memory of one side only

    condensed: Doubles = squareform(_matrix(features), checks=False)
    return condensed


def _scipy(features: Floats) -> Ints:
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415

    labels: Ints = fcluster(linkage(_condensed(features), "average"), THRESHOLD, "distance")
    return labels


def _fastcluster(features: Floats) -> Ints:
    import fastcluster  # noqa: PLC0415
    from scipy.cluster.hierarchy import fcluster  # noqa: PLC0415

    tree = fastcluster.linkage(_condensed(features), "average", preserve_input=False)
    labels: Ints = fcluster(tree, THRESHOLD, "distance")
    return labels


def _agglomerative(features: Floats) -> Ints:
    from sklearn.cluster import AgglomerativeClustering  # noqa: PLC0415

    model = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=THRESHOLD
    )
    labels: Ints = model.fit(_matrix(features)).labels_
    return labels


def _dbscan(features: Floats) -> Ints:
    from sklearn.cluster import DBSCAN  # noqa: PLC0415

    # An eps for single links must be tighter than a threshold of means.
    labels: Ints = DBSCAN(eps=0.6**0.5, min_samples=2, algorithm="brute").fit(features).labels_
    return labels


def _hdbscan(features: Floats) -> Ints:
    from sklearn.cluster import HDBSCAN  # noqa: PLC0415

    model = HDBSCAN(min_cluster_size=2, algorithm="brute", copy=True)
    labels: Ints = model.fit(features).labels_
    return labels


def _named(labels: Ints) -> Ints:
    """Number clusters by their first face."""
    _, first, of = np.unique(labels, return_index=True, return_inverse=True)
    return first[of]


def _median(rows: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(row[key] for row in rows) for key in rows[0]}


SIDES: dict[str, Callable[[Floats], Ints]] = {
    OURS: _ours,
    SCIPY: _scipy,
    "fastcluster": _fastcluster,
    "scikit-learn agglomerative": _agglomerative,
    "DBSCAN": _dbscan,
    "HDBSCAN": _hdbscan,
}


if __name__ == "__main__":
    main()
