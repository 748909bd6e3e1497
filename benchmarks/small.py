"""`python -m benchmarks.small FOLDER`: what a look at full resolution finds, and what it costs.

Real faces, a folder for each person, are pasted at several sizes into made-up photos of 12
megapixels. For each size: the share of the faces that the first look (2048 pixels) and looks at
full resolution find, and the share that is right by its features, cut out of either: nearer to the
mean of its own person's other photos than to that of any other person.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.generated import cut_out, photo_with
from benchmarks.machine import introduce
from benchmarks.photos import photo_paths, read
from benchmarks.timing import timed
from faces.detect import Mtcnn, Settings, load_detector
from faces.image import crop_faces, open_upright
from faces.represent import load_representer
from faces.types import Box, Detector, Floats, Ints, Pixels, Representer

FACES = 12  # in a photo
FIRST, WHOLE = 2048, 4096  # pixels of the longer side, at most
LOOKS = {
    "first look, from 1.5 %": (FIRST, 0.015),
    "whole, from 1 %": (WHOLE, 0.01),
    "whole, from 0.75 %": (WHOLE, 0.0075),
    "whole, from 0.5 %": (WHOLE, 0.005),
}


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """A portrait to be pasted, and the mean features of the same person's other photos."""

    portrait: Pixels
    box: Box
    mean: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A made-up photo, where its faces are, and whose they are."""

    path: Path
    boxes: list[Box]
    people: Ints


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of portraits for each person")
    parser.add_argument("--photos", type=int, default=6, help="of each size")
    parser.add_argument("--sizes", type=int, nargs="+", default=[24, 32, 40, 50, 64, 80, 110])
    options = parser.parse_args()
    introduce()
    representer = load_representer(threads=1)
    known = _people(options.folder, load_detector(threads=1), representer)
    people = list(islice(known, options.photos * FACES))
    sys.stdout.write(f"{len(people)} people, {FACES} in a photo\n")
    _row("width of a face", [f"{size} px" for size in options.sizes], "CPU ms")
    with tempfile.TemporaryDirectory() as folder:
        photos = [_photos(people, size, Path(folder)) for size in options.sizes]
        for name, (longest, share) in LOOKS.items():
            finder = load_detector(threads=1, settings=Settings(min_share=share))
            shares, cost = zip(*(_found(finder, made, longest) for made in photos), strict=True)
            _row(f"found, {name}", [f"{share:.0%}" for share in shares], f"{np.mean(cost):.0f}")
        means = np.stack([person.mean for person in people])
        for name, longest in (("first look", FIRST), ("whole", WHOLE)):
            right = [_right(representer, made, means, longest) for made in photos]
            _row(f"right, cut out of the {name}", [f"{share:.0%}" for share in right])


def _row(name: str, cells: Iterable[str], last: str = "") -> None:
    sys.stdout.write(f"{name:<34}{''.join(f'{cell:>8}' for cell in cells)}{last:>9}\n")


def _people(folder: Path, detector: Detector, representer: Representer) -> Iterator[Person]:
    """Give those who have a sure portrait and at least two other photos."""
    for place in sorted(path for path in folder.iterdir() if path.is_dir()):
        sure = (cut_out(read(path), detector) for path in photo_paths([place]))
        found = [one for one in sure if one]
        if len(found) < 3:
            continue
        crops = np.concatenate([crop_faces(pixels, [box]) for pixels, box in found[1:]])
        mean = representer.represent(crops).features.mean(axis=0)
        yield Person(*found[0], mean / np.linalg.norm(mean))


def _photos(people: Sequence[Person], size: int, folder: Path) -> list[Photo]:
    random = np.random.default_rng(size)
    photos = []
    for start in range(0, len(people), FACES):
        group = people[start : start + FACES]
        made = photo_with([(one.portrait, one.box) for one in group], face=size, random=random)
        path = folder / f"{size}-{start}.jpg"
        Image.fromarray(made.pixels).save(path, quality=90)
        photos.append(Photo(path, made.boxes, np.arange(start, start + len(group))))
    return photos


def _found(detector: Mtcnn, photos: list[Photo], longest: int) -> tuple[float, float]:
    """Return the share of the faces that is found, and CPU milliseconds a photo."""
    hits: list[bool] = []
    cost = 0.0
    for photo in photos:
        boxes: list[Box] = []
        taken = timed(partial(_extend, boxes, detector, photo.path, longest))
        cost += taken.cpu / len(photos)
        hits += [any(true.iou(box) >= 0.5 for box in boxes) for true in photo.boxes]
    return float(np.mean(hits)), cost


def _extend(boxes: list[Box], detector: Mtcnn, path: Path, longest: int) -> None:
    pixels = open_upright(path, longest=longest).pixels
    boxes.extend(face.box for face in detector.detect_upright(pixels))


def _right(representer: Representer, photos: list[Photo], means: Floats, longest: int) -> float:
    right: list[bool] = []
    for photo in photos:
        crops = crop_faces(open_upright(photo.path, longest=longest).pixels, photo.boxes)
        nearest = (representer.represent(crops).features @ means.T).argmax(axis=1)
        right += (nearest == photo.people).tolist()
    return float(np.mean(right))


if __name__ == "__main__":
    main()
