"""The `mtcnn` package, the reference detector. Importing it imports TensorFlow."""

import importlib
from collections.abc import Callable

from faces.types import Box, Pixels


def load_package(*, min_face: int, threshold: float = 0.7) -> Callable[[Pixels], list[Box]]:
    """Return the package's detector with O-Net's threshold set to ours."""
    detector = importlib.import_module("mtcnn").MTCNN()  # has no types

    def find(pixels: Pixels) -> list[Box]:
        faces = detector.detect_faces(pixels, min_face_size=min_face, threshold_onet=threshold)
        return [_box(face["box"], pixels) for face in faces]

    return find


def _box(place: list[float], pixels: Pixels) -> Box:
    left, top, width, height = place
    down, across = pixels.shape[:2]
    return Box(left / across, top / down, (left + width) / across, (top + height) / down)
