"""`python -m benchmarks.detect FOLDER`: our cascade beside the `mtcnn` package, from one run."""

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np

from benchmarks.timing import medians, report
from faces.detect import Settings, load_detector
from faces.types import Pixels

SUFFIXES = {".jpg", ".jpeg", ".png"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="photos with faces")
    parser.add_argument("--photos", type=int, default=6)
    parser.add_argument("--side", type=int, default=1280, help="pixels of the longer side")
    parser.add_argument("--min-face", type=int, default=20, help="pixels")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=0)
    options = parser.parse_args()

    photos = _photos(options.folder, options.photos, options.side)
    same = Settings(min_face=options.min_face, min_share=0)
    ours = load_detector(threads=options.threads, settings=same)
    usual = load_detector(threads=options.threads)
    # Importing the package imports TensorFlow; it has no types.
    package = importlib.import_module("mtcnn").MTCNN()

    def reference(photo: Pixels) -> list[object]:
        faces: list[object] = package.detect_faces(
            photo, min_face_size=options.min_face, threshold_onet=same.thresholds[2]
        )
        return faces

    finders: dict[str, Callable[[Pixels], Sequence[object]]] = {
        f"ours, faces from {options.min_face} px": ours.detect,
        "ours, default settings": usual.detect,
        f"mtcnn package, from {options.min_face} px": reference,
    }
    sides = {name: _over(photos, find) for name, find in finders.items()}
    report(
        f"{len(photos)} photos at {options.side} px, per photo",
        medians(sides, rounds=options.rounds),
        per=len(photos),
    )
    found = {name: sum(len(faces) for faces in run()) for name, run in sides.items()}
    sys.stdout.write("".join(f"  {name}: {count} faces\n" for name, count in found.items()))


def _over(
    photos: list[Pixels], find: Callable[[Pixels], Sequence[object]]
) -> Callable[[], list[Sequence[object]]]:
    return lambda: [find(photo) for photo in photos]


def _photos(folder: Path, count: int, side: int) -> list[Pixels]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not paths:
        raise SystemExit(f"{folder}: no photos ({', '.join(sorted(SUFFIXES))}) found")
    return [_scaled(path, side) for path in paths[:count]]


def _scaled(path: Path, side: int) -> Pixels:
    read = cv2.imread(str(path))
    if read is None:
        raise SystemExit(f"{path}: not a photo that OpenCV reads")
    pixels = cv2.cvtColor(read, cv2.COLOR_BGR2RGB)
    ratio = side / max(pixels.shape[:2])
    how = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, None, fx=ratio, fy=ratio, interpolation=how), np.uint8)


if __name__ == "__main__":
    main()
