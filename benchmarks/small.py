"""`python -m benchmarks.small FOLDER`: which small faces in large photos are found.

Real faces are pasted at several sizes into made-up photos of 12 megapixels; the cost is told too.
"""

import argparse
import sys
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from benchmarks.generated import WIDTH, Generated, cut_out, photo_with
from benchmarks.machine import introduce
from benchmarks.photos import photo_paths, read
from benchmarks.timing import timed
from faces.detect import Mtcnn, Settings, load_detector
from faces.types import Box, Pixels

PEOPLE = 12
WAYS = {
    "at 2048 px, faces from 2 %": (2048, 0.02),
    "at 2048 px, faces from 1 %": (2048, 0.01),
    "at 4000 px, faces from 1 %": (4000, 0.01),
    "at 4000 px, faces from 0.5 %": (4000, 0.005),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="portraits of single people")
    parser.add_argument("--photos", type=int, default=3, help="of each size")
    parser.add_argument("--sizes", type=int, nargs="+", default=[20, 28, 40, 56, 80, 110])
    options = parser.parse_args()
    introduce()
    people = _people(options.folder, options.photos * PEOPLE)
    random = np.random.default_rng(0)
    header = "".join(f"{size:>7} px" for size in options.sizes)
    sys.stdout.write(f"{'faces found of width':<32}{header}{'CPU ms':>9}\n")
    groups = [people[start : start + PEOPLE] for start in range(0, len(people), PEOPLE)]
    photos = {
        size: [photo_with(group, face=size, random=random) for group in groups]
        for size in options.sizes
    }
    for name, (longest, share) in WAYS.items():
        detector = load_detector(threads=1, settings=Settings(min_share=share))
        taken = 0.0
        cells = []
        for made in photos.values():
            shares = [_found(detector, photo, longest) for photo in made]
            cells.append(np.mean([found for found, _ in shares]))
            taken += sum(cpu for _, cpu in shares)
        per_photo = taken / sum(len(made) for made in photos.values())
        row = "".join(f"{cell:>10.0%}" for cell in cells)
        sys.stdout.write(f"{name:<32}{row}{per_photo:9.0f}\n")


def _people(folder: Path, count: int) -> list[tuple[Pixels, Box]]:
    detector = load_detector(threads=1)
    portraits = (cut_out(read(path), detector) for path in photo_paths([folder], each=2 * count))
    return list(islice((one for one in portraits if one), count))


def _found(detector: Mtcnn, photo: Generated, longest: int) -> tuple[float, float]:
    """Return the share of the faces that is found, and the CPU milliseconds it took."""
    ratio = longest / WIDTH
    smaller = cv2.resize(photo.pixels, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    small = np.asarray(smaller, np.uint8)
    boxes: list[Box] = []
    taken = timed(lambda: boxes.extend(face.box for face in detector.detect(small)))
    hits = [any(true.iou(box) >= 0.5 for box in boxes) for true in photo.boxes]
    return float(np.mean(hits)), taken.cpu


if __name__ == "__main__":
    main()
