"""Our way from a photo's file to its described faces. Nothing here imports TensorFlow."""

from collections.abc import Callable
from pathlib import Path

from faces.detect import load_detector, look
from faces.image import crop_faces
from faces.represent import load_representer
from faces.sandbox import Sandbox
from faces.types import Box

Pipeline = Callable[[Path], list[Box]]
"""Photo file in, the boxes of its faces out, each described by the network."""


def load_ours(threads: int, runtime: str = "onnx") -> Pipeline:
    """Load what a worker has, its confined child that opens files included."""
    detector = load_detector(threads=threads)
    representer = load_representer(runtime, threads=threads)
    sandbox = Sandbox()

    def run(path: Path) -> list[Box]:
        picture, faces = look(detector, lambda size: sandbox.open_upright(path, longest=size))
        boxes = [face.box for face in faces]
        representer.represent(crop_faces(picture.pixels, boxes))
        return boxes

    return run
