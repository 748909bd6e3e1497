"""Our engine on one photo, all in this process. Nothing here imports TensorFlow."""

from collections.abc import Callable
from pathlib import Path

from faces.detect import load_detector
from faces.image import crop_faces, open_upright
from faces.represent import load_representer
from faces.types import Box

Pipeline = Callable[[Path], list[Box]]
"""Photo file in, the boxes of its faces out, each described by the network."""


def load_ours(threads: int, runtime: str = "onnx") -> Pipeline:
    detector = load_detector(threads=threads)
    representer = load_representer(runtime, threads=threads)

    def run(path: Path) -> list[Box]:
        pixels = open_upright(path).pixels
        boxes = [face.box for face in detector.detect(pixels)]
        representer.represent(crop_faces(pixels, boxes))
        return boxes

    return run
