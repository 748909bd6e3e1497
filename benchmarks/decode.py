"""`python -m benchmarks.decode`: a 12 megapixel photo opened here and in a child, from one run.

CPU time is that of this process alone: what the child computes shows in the wall time only.
"""

import argparse
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from benchmarks.timing import medians, report
from faces.image import open_upright
from faces.sandbox import Sandbox

WIDTH, HEIGHT = 4032, 3024
DETAIL = 8  # pixels of the coarse noise, so that the file has the 4 MB of a phone's photo


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder, Sandbox() as sandbox:
        photo = _photo(Path(folder) / "photo.jpg")
        for longest in (2048, 1280):
            sides: dict[str, Callable[[], object]] = {
                "sandboxed": partial(sandbox.open_upright, photo, longest=longest),
                "in this process": partial(open_upright, photo, longest=longest),
                "Pillow, whole": partial(_pillow, photo),
            }
            title = f"{photo.stat().st_size / 1e6:.1f} MB JPEG to {longest} pixels"
            report(title, medians(sides, rounds=options.rounds))


def _photo(path: Path) -> Path:
    """Soft shapes with a fine grain, as sensors give them."""
    random = np.random.default_rng(0)
    coarse = random.integers(0, 256, (HEIGHT // DETAIL, WIDTH // DETAIL, 3), np.uint8)
    shapes = cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    grain = random.normal(0, 3, shapes.shape)
    pixels = np.clip(shapes + grain, 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(path, quality=85)
    return path


def _pillow(path: Path) -> None:
    with Image.open(path) as image:
        image.load()


if __name__ == "__main__":
    main()
