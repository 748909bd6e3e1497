"""Our pipeline for one photo. Nothing here imports TensorFlow."""

import multiprocessing
from collections.abc import Callable
from pathlib import Path

from benchmarks.machine import peak_memory
from faces.detect import load_detector
from faces.image import crop_faces, open_upright
from faces.represent import load_representer
from faces.types import Box

Pipeline = Callable[[Path], list[Box]]
"""Photo file in, the boxes of its faces out, each described by the network."""


def load_ours(threads: int) -> Pipeline:
    detector, representer = load_detector(threads=threads), load_representer(threads=threads)

    def run(path: Path) -> list[Box]:
        pixels = open_upright(path).pixels
        boxes = [face.box for face in detector.detect(pixels)]
        representer.represent(crop_faces(pixels, boxes))
        return boxes

    return run


def memory_of(paths: list[Path]) -> tuple[float, int]:
    """Return the most MB that one worker takes on these photos, and the faces it finds."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_in_child, (paths,))


def _in_child(paths: list[Path]) -> tuple[float, int]:
    ours = load_ours(1)
    count = sum(len(ours(path)) for path in paths)
    return peak_memory(), count
