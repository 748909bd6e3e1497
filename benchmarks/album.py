"""Features for `benchmarks.cluster`: real faces first, then drawn ones as spread as the real.

Real: LFW, FG-NET and UTKFace as far as `../shared/data` holds them, through the network, once; they
are kept in a folder outside the project. Drawn: people whose means vary as LFW's people do, and
faces around them that vary as LFW's faces do around their people (three photos and more), with
the same covariances, cut at 0 as the network's output is, and brought to unit length. The faces
of a person are Pareto distributed, some twenty each on average; or all are one person's.
"""

import tempfile
from pathlib import Path

import numpy as np

from benchmarks.cluster import Drawn
from faces.detect import load_detector
from faces.evaluate.datasets import read_fgnet, read_folders
from faces.evaluate.portraits import people_of, read_portraits
from faces.image import crop_faces, open_upright
from faces.represent import load_representer
from faces.types import Box, Doubles, Floats, Ints

SHARED = Path("../shared/data")
CACHE = Path(tempfile.gettempdir()) / "kindred-benchmarks" / "faces.npz"
CHUNK = 2000
EACH = 20  # faces of a drawn person, on average


def draw(size: int, *, one_person: bool = False, seed: int = 0) -> Drawn:
    """Return real faces, and drawn ones up to `size`; or `size` drawn ones of one person."""
    lfw, people, others = _real()
    rng = np.random.default_rng(seed)
    real = np.empty((0, lfw.shape[1]), np.float32) if one_person else np.concatenate([lfw, others])
    real = real[:size]
    features = np.empty((size, lfw.shape[1]), dtype=np.float32)
    features[: len(real)] = real
    # The people of UTKFace are not known: each is taken for one.
    owners = np.concatenate([people, people.max() + 1 + np.arange(len(others))])[: len(real)]
    count = 1 if one_person else max(1, (size - len(real)) // EACH)
    share = rng.pareto(1.2, count) + 0.2
    who = rng.choice(count, size - len(real), p=share / share.sum())
    means, around = _spread(lfw.astype(np.float64), people)
    centre = means.mean(axis=0)
    middles = centre + _drawn(rng, means - centre, count)
    for at in range(0, len(who), CHUNK):
        some = who[at : at + CHUNK]
        rows = np.maximum(middles[some] + _drawn(rng, around, len(some)), 0.0)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        features[len(real) + at : len(real) + at + len(some)] = rows
    owners = np.concatenate([owners, who + int(owners.max(initial=-1)) + 1])
    return Drawn(features, owners.astype(np.int64))


def _drawn(rng: np.random.Generator, like: Doubles, count: int) -> Doubles:
    """Draw vectors with the second moment of those given."""
    drawn: Doubles = rng.normal(size=(count, len(like))) @ like / np.sqrt(len(like))
    return drawn


def _spread(features: Doubles, people: Ints) -> tuple[Doubles, Doubles]:
    """Return the means of people, and how faces of those with three and more are off them."""
    count = np.bincount(people)
    means = np.zeros((len(count), features.shape[1]))
    np.add.at(means, people, features)
    means /= count[:, None]
    several = count[people] >= 3
    off = features[several] - means[people[several]]
    return means, off * np.sqrt(count / np.maximum(count - 1, 1))[people[several], None]


def _real() -> tuple[Floats, Ints, Floats]:
    """Return the features and people of LFW, and the features of the other sets."""
    if not CACHE.exists():
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        lfw, people, others = _represented()
        np.savez(CACHE, lfw=lfw, people=people, others=others)
    with np.load(CACHE) as kept:
        return kept["lfw"], kept["people"], kept["others"]


def _represented() -> tuple[Floats, Ints, Floats]:
    detector, representer = load_detector(threads=1), load_representer("onnx", threads=1)
    lfw = list(read_portraits(read_folders(SHARED / "lfw_color" / "lfw-deepfunneled"), detector))
    fgnet = list(read_portraits(read_fgnet(SHARED / "fgnet"), detector))
    crops = [
        np.concatenate([crop_faces(face.pixels, [face.detection.box]) for face in faces])
        for faces in (lfw, fgnet)
    ]
    tight = sorted((SHARED / "utkface" / "data").rglob("*.jpg"))
    whole = Box(0.0, 0.0, 1.0, 1.0)
    aligned = [crop_faces(open_upright(path).pixels, [whole]) for path in tight]
    others = np.concatenate([crops[1], *aligned])
    return (
        representer.represent(crops[0]).features,
        people_of([face.photo for face in lfw]),
        representer.represent(others).features,
    )
