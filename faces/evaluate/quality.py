"""Fits and judges `faces.quality` on labelled photos, as they are and spoiled."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PIL import Image

from faces.cluster import Constraints, Parameters, comparable, partition
from faces.evaluate.datasets import Labelled
from faces.evaluate.measures import bcubed
from faces.evaluate.portraits import Portrait, people_of, read_portraits
from faces.evaluate.sweep import undated
from faces.image import crop_faces
from faces.quality import quality_of, signals
from faces.types import Bools, Detection, Detector, Doubles, Floats, Ints, Pixels, Representer

SMALLEST = 16.0  # pixels of a spoiled face's side
SAME = 0.3  # overlap from which the detector has found the face again
RIDGE = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """N faces of known people, and how well the network tells them."""

    features: Floats
    """(N, D) float32 identity features."""
    signals: Doubles
    """(N, 5) float64."""
    people: Ints
    """(N,) int64."""
    right: Bools
    """(N,) bool: nearer to the mean of its person's other faces than to all other means."""
    spoiled: Bools
    """(N,) bool: made smaller, blurred or noisy; the others are as published."""
    unseen: int
    """Spoiled faces that the detector did not find."""

    def take(self, chosen: Bools) -> "Judged":
        """Return some of the faces."""
        return Judged(
            self.features[chosen],
            self.signals[chosen],
            self.people[chosen],
            self.right[chosen],
            self.spoiled[chosen],
            self.unseen,
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """A photo, as it came or spoiled, and the face in it."""

    pixels: Pixels
    detection: Detection
    spoiled: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Face:
    """One face, as it came or spoiled."""

    photo: int
    features: Floats
    signals: Doubles
    spoiled: bool


def judge(
    photos: Sequence[Labelled], detector: Detector, representer: Representer, *, seed: int
) -> Judged:
    """Look at each photo as it is, and once more spoiled; people with one photo are left out.

    Args:
        seed: of how the photos are spoiled.
    """
    rng = np.random.default_rng(seed)
    shown: list[Labelled] = []
    faces: list[_Face] = []
    for portrait in read_portraits(photos, detector):
        worse = spoil(portrait, rng)
        again = _found_again(portrait, detector.detect(worse))
        looks = [_Look(portrait.pixels, portrait.detection, spoiled=False)]
        looks += [_Look(worse, again, spoiled=True)] if again else []
        faces += [_face(len(shown), look, representer) for look in looks]
        shown.append(portrait.photo)
    people = people_of(shown)
    photo = np.array([face.photo for face in faces])
    spoiled = np.array([face.spoiled for face in faces])
    features = np.stack([face.features for face in faces])
    judged = Judged(
        features,
        np.stack([face.signals for face in faces]),
        people[photo],
        nearest_to_own(features, features[~spoiled], people, photo),
        spoiled,
        2 * len(shown) - len(faces),
    )
    return judged.take(np.bincount(people)[people[photo]] > 1)


def join(parts: Sequence[Judged]) -> Judged:
    """Return the faces of several sets as one; people of different sets may share a number."""
    return Judged(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.signals for part in parts]),
        np.concatenate([part.people for part in parts]),
        np.concatenate([part.right for part in parts]),
        np.concatenate([part.spoiled for part in parts]),
        sum(part.unseen for part in parts),
    )


def spoil(portrait: Portrait, rng: np.random.Generator) -> Pixels:
    """Make a photo worse, as phones, distance and haste do: blur, shrink, grain, compress."""
    box, (height, width) = portrait.detection.box, portrait.pixels.shape[:2]
    side = max((box.right - box.left) * width, (box.bottom - box.top) * height, SMALLEST)
    picture = cv2.cvtColor(portrait.pixels, cv2.COLOR_RGB2BGR)
    if rng.random() < 0.5:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.005, 0.05) * side)
    scale = np.exp(rng.uniform(np.log(SMALLEST), np.log(side))) / side
    picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.3:
        grain = rng.normal(0.0, rng.uniform(3.0, 20.0), picture.shape)
        picture = np.clip(picture + grain, 0, 255).astype(np.uint8)
    strength = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 96))]
    packed = cv2.imencode(".jpg", picture, strength)[1].tobytes()
    with Image.open(io.BytesIO(packed)) as written:
        return np.asarray(written.convert("RGB"), dtype=np.uint8)


def nearest_to_own(features: Floats, whole: Floats, people: Ints, photo: Ints) -> Bools:
    """Say of each face whether its own person's mean is the nearest.

    Args:
        features: (N, D) float32 of all faces.
        whole: (P, D) float32 of the photos as they are, of which the means are made.
        people: (P,) int64 the person of each photo, 0..C-1.
        photo: (N,) int64 the photo of each face; it does not count for its own person's mean.
    """
    sums = np.zeros((int(people.max()) + 1, whole.shape[1]))
    np.add.at(sums, people, whole)
    cosines = features @ (sums / np.linalg.norm(sums, axis=1, keepdims=True)).T
    own = people[photo]
    others = sums[own] - whole[photo]
    length = np.maximum(np.linalg.norm(others, axis=1), 1e-9)
    to_own = (others * features).sum(axis=1) / length
    cosines[np.arange(len(own)), own] = -1.0
    return np.asarray(to_own > cosines.max(axis=1), dtype=np.bool_)


def fit(judged: Judged) -> tuple[float, Doubles]:
    """Return intercept and (5,) weights of the logistic model, by Newton's method.

    The faces as they are count as much as the spoiled ones.
    """
    x = np.column_stack([np.ones(len(judged.signals)), judged.signals])
    y = judged.right.astype(np.float64)
    share = judged.spoiled.mean()
    weight = np.where(judged.spoiled, 0.5 / max(share, 1e-9), 0.5 / max(1.0 - share, 1e-9))
    beta = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-x @ beta))
        gradient = x.T @ (weight * (y - p)) - RIDGE * beta
        curvature = (x.T * (weight * p * (1.0 - p))) @ x + RIDGE * np.eye(len(beta))
        step = np.linalg.solve(curvature, gradient)
        beta += step
        if np.abs(step).max() < 1e-9:
            break
    return float(beta[0]), beta[1:]


def errors_after_rejecting(
    quality: Floats | Doubles, right: Bools, shares: Sequence[float]
) -> list[float]:
    """Return the share of faces that are wrong among those left when the poorest are rejected."""
    best_first = right[np.argsort(-quality, kind="stable")]
    return [
        float(1.0 - best_first[: max(1, round((1.0 - share) * len(right)))].mean())
        for share in shares
    ]


def with_poor_apart(judged: Judged, cut: float) -> tuple[float, float, float]:
    """Cluster all the faces by the defaults, those below a quality joining late; see `bcubed`."""
    steers = quality_of(judged.signals) >= cut
    items = replace(undated(comparable(judged.features)), steers=steers)
    labels = partition(items, Constraints.none(len(items)), Parameters()).labels
    return bcubed(labels, judged.people)


def _face(photo: int, look: _Look, representer: Representer) -> _Face:
    crops = crop_faces(look.pixels, [look.detection.box])
    height, width = look.pixels.shape[:2]
    (row,) = signals(crops, [look.detection], width=width, height=height)
    (features,) = representer.represent(crops).features
    return _Face(photo, features, row, look.spoiled)


def _found_again(portrait: Portrait, found: list[Detection]) -> Detection | None:
    box = portrait.detection.box
    nearest = max(found, key=lambda face: face.box.iou(box), default=None)
    return nearest if nearest and nearest.box.iou(box) >= SAME else None
