"""Which way of cutting out a face tells people apart best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from faces.evaluate.datasets import Labelled
from faces.evaluate.portraits import Portrait, batches, people_of, read_portraits
from faces.evaluate.sweep import Scores, score
from faces.image import crop_faces
from faces.types import Detector, Doubles, Floats, Ints, Pixels, Representer

SIDE = 224  # of the network's input
METHODS = {
    "nearest": cv2.INTER_NEAREST,
    "linear": cv2.INTER_LINEAR,
    "cubic": cv2.INTER_CUBIC,
    "Lanczos": cv2.INTER_LANCZOS4,
}
# Where the landmarks lie in the square of a face: means of LFW, left and right made alike.
TEMPLATE: Doubles = np.array(
    [[0.332, 0.384], [0.668, 0.384], [0.5, 0.581], [0.349, 0.75], [0.651, 0.75]]
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A way of cutting out a face; without a change it is what `crop_faces` does."""

    name: str
    square: bool = True
    """False stretches the box to a square."""
    margin: float = 0.0
    """Added on each side, as a share of the square's (or the box's) side."""
    margin_px: int = 0
    """Added on each side, in pixels of the picture."""
    turn: Literal["", "eyes", "template"] = ""
    """Turn the eyes level, or move, turn and scale all five landmarks to their mean places."""
    method: str = "cubic"
    """Of interpolation, one of `METHODS`; what is larger than the crop is then averaged."""
    flip: bool = False
    """Take the mean of the features of the crop and of its mirror image."""


RECIPES = (
    Recipe("square (the default)"),
    Recipe("box, stretched", square=False),
    Recipe("box + 10 px, stretched (the reference)", square=False, margin_px=10),
    Recipe("box + 15 %, stretched", square=False, margin=0.15),
    Recipe("square - 5 %", margin=-0.05),
    Recipe("square + 10 px", margin_px=10),
    Recipe("square + 5 %", margin=0.05),
    Recipe("square + 10 %", margin=0.10),
    Recipe("square + 15 %", margin=0.15),
    Recipe("square + 30 %", margin=0.30),
    Recipe("square, eyes level", turn="eyes"),
    Recipe("square, landmarks in place", turn="template"),
    Recipe("square, mirror image averaged", flip=True),
    Recipe("square, eyes level, mirror image averaged", turn="eyes", flip=True),
    Recipe("square, linear", method="linear"),
    Recipe("square, Lanczos", method="Lanczos"),
)


@dataclass(frozen=True, slots=True)
class Study:
    """The features that each recipe gives of N faces."""

    people: Ints
    """(N,) int64."""
    features: Mapping[str, Floats]
    """By the recipe's name, (N, D) float32 of unit length."""
    missed: int
    """Photos in which no face was found."""

    def scores(self, *, share: float, draws: int) -> dict[str, Scores]:
        """See `sweep.score`, for each recipe."""
        return {
            name: score(features, self.people, share=share, draws=draws)
            for name, features in self.features.items()
        }


def study(
    photos: Sequence[Labelled],
    detector: Detector,
    representer: Representer,
    recipes: Sequence[Recipe] = RECIPES,
) -> Study:
    """Detect once, and represent each face by every recipe."""
    shown: list[Labelled] = []
    parts: dict[str, list[Floats]] = {recipe.name: [] for recipe in recipes}
    for portraits in batches(read_portraits(photos, detector)):
        shown += [portrait.photo for portrait in portraits]
        for recipe in recipes:
            parts[recipe.name].append(_features(portraits, recipe, representer))
    features = {name: np.concatenate(part) for name, part in parts.items()}
    return Study(people_of(shown), features, len(photos) - len(shown))


def cut(portrait: Portrait, recipe: Recipe) -> Pixels:
    """Cut out a face by a recipe: (224, 224, 3) uint8 RGB; the picture's edge is repeated."""
    plain = recipe.square and not recipe.turn and not recipe.margin_px
    if plain and recipe.method == "cubic":
        box, margin = portrait.detection.box, recipe.margin
        return np.asarray(crop_faces(portrait.pixels, [box], margin=margin)[0], dtype=np.uint8)
    to_unit = _to_unit_square(portrait, recipe)
    side = int(np.clip(np.ceil(1 / np.linalg.norm(to_unit[:, 0])), SIDE, 4 * SIDE))
    # A pixel's centre is at its number, so half a pixel goes in and out.
    matrix = side * to_unit
    matrix[:, 2] += side * (to_unit[:, :2] @ [0.5, 0.5]) - 0.5
    large = cv2.warpAffine(
        portrait.pixels,
        matrix,
        (side, side),
        flags=METHODS[recipe.method],
        borderMode=cv2.BORDER_REPLICATE,
    )
    small = cv2.resize(large, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _features(portraits: Sequence[Portrait], recipe: Recipe, representer: Representer) -> Floats:
    crops = np.stack([cut(portrait, recipe) for portrait in portraits])
    features = representer.represent(crops).features
    if not recipe.flip:
        return features
    both = features + representer.represent(np.ascontiguousarray(crops[:, :, ::-1])).features
    unit: Floats = both / np.linalg.norm(both, axis=1, keepdims=True)
    return unit


def _to_unit_square(portrait: Portrait, recipe: Recipe) -> Doubles:
    """(2, 3) float64: takes pixels of the picture to fractions of the crop."""
    height, width = portrait.pixels.shape[:2]
    box = portrait.detection.box
    sides = np.array([(box.right - box.left) * width, (box.bottom - box.top) * height])
    points = np.array(portrait.detection.landmarks) * [width, height]
    centre = np.array([(box.left + box.right) / 2 * width, (box.top + box.bottom) / 2 * height])
    if recipe.turn == "template":
        return _onto(points, (TEMPLATE - 0.5) / (1 + 2 * recipe.margin) + 0.5)
    if recipe.square:
        sides = np.full(2, sides.max())
    sides = sides * (1 + 2 * recipe.margin) + 2 * recipe.margin_px
    angle = np.arctan2(*(points[1] - points[0])[::-1]) if recipe.turn else 0.0
    turned = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    linear = turned / sides[:, None]
    return np.column_stack([linear, 0.5 - linear @ centre])


def _onto(points: Doubles, places: Doubles) -> Doubles:
    """(2, 3) float64: the similarity that brings points nearest to places (least squares)."""
    x, y = points.T
    one, none = np.ones(len(points)), np.zeros(len(points))
    system = np.concatenate(
        [np.column_stack([x, -y, one, none]), np.column_stack([y, x, none, one])]
    )
    a, b, right, down = np.linalg.lstsq(system, places.T.ravel(), rcond=None)[0]
    return np.array([[a, -b, right], [b, a, down]])
