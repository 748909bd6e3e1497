"""`python -m benchmarks.detect FOLDER ...`: our cascade beside the `mtcnn` package.

Recall over all photos of the folders, time on a few of them, and with --crowd FOLDER time and
memory on a picture of 192 portraits, each side in a process of its own.
"""

import argparse
import multiprocessing
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.machine import introduce, peak_memory
from benchmarks.package import load_package
from benchmarks.photos import crowd, photo_paths, read, scaled
from benchmarks.shares import tell_shares
from benchmarks.timing import Taken, medians, report, timed
from faces.detect import Settings, load_detector
from faces.types import Box, Pixels

Find = Callable[[Pixels], Sequence[object]]
SAME = 0.5
"""Least overlap (intersection over union) of two boxes of one face."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="photos with faces")
    parser.add_argument("--each", type=int, default=60, help="photos of a folder for recall")
    parser.add_argument("--photos", type=int, default=6, help="photos to time")
    parser.add_argument("--side", type=int, default=1280, help="pixels of the longer side, timed")
    parser.add_argument("--min-face", type=int, default=20, help="pixels")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--crowd", type=Path, metavar="FOLDER", help="192 portraits or more")
    options = parser.parse_args()
    peak = introduce()
    if options.crowd:
        _time_crowd(crowd(options.crowd), options.min_face)
    package = load_package(min_face=options.min_face)
    _time_photos(options, package, peak)
    for folder in options.folders:
        _compare(folder, options, package)


def _ours(min_face: int, threads: int) -> Callable[[Pixels], list[Box]]:
    """Our cascade on what the package gets: no reduction, no turning, the same smallest face."""
    detector = load_detector(threads=threads, settings=Settings(min_face=min_face, min_share=0))
    return lambda pixels: [face.box for face in detector.detect_upright(pixels)]


def _time_photos(options: argparse.Namespace, package: Find, peak: float) -> None:
    paths = photo_paths(options.folders[:1], each=options.photos)
    photos = [scaled(read(path), options.side) for path in paths]
    finders: dict[str, Find] = {
        f"ours, faces from {options.min_face} px": _ours(options.min_face, options.threads),
        "ours, default settings": load_detector(threads=options.threads).detect,
        f"mtcnn package, from {options.min_face} px": package,
    }
    sides = {name: _over(photos, find) for name, find in finders.items()}
    title = f"{len(photos)} photos at {options.side} px, per photo"
    report(title, medians(sides, rounds=options.rounds), per=len(photos))
    tell_shares(load_detector(threads=1), photos, peak=peak)


def _over(photos: list[Pixels], find: Find) -> Callable[[], list[Sequence[object]]]:
    return lambda: [find(photo) for photo in photos]


def _compare(
    folder: Path, options: argparse.Namespace, package: Callable[[Pixels], list[Box]]
) -> None:
    """Write how many of the package's boxes ours finds in the photos as they are."""
    ours = _ours(options.min_face, options.threads)
    usual = load_detector(threads=options.threads).detect
    total = matched = found = default = 0
    paths = photo_paths([folder], each=options.each)
    for path in paths:
        pixels = read(path)
        theirs, boxes = package(pixels), ours(pixels)
        total += len(theirs)
        found += len(boxes)
        default += len(usual(pixels))
        matched += sum(any(box.iou(other) >= SAME for other in boxes) for box in theirs)
    sys.stdout.write(
        f"{folder.name}, {len(paths)} photos: the package finds {total} faces, ours {matched} of "
        f"them ({matched / max(total, 1):.1%}) and {found - matched} others; "
        f"with default settings {default}\n"
    )


def _time_crowd(picture: Pixels, min_face: int) -> None:
    """Write time and memory on one large picture, each side in a fresh process."""
    context = multiprocessing.get_context("spawn")
    with tempfile.NamedTemporaryFile(suffix=".npy") as file:
        np.save(file, picture)
        file.flush()
        for side in ("ours", "ours, default settings", "mtcnn package"):
            with context.Pool(1) as pool:
                taken, memory, count = pool.apply(_in_child, (side, file.name, min_face))
            sys.stdout.write(
                f"crowd, {side:<24}{taken.wall:9.0f} ms wall {taken.cpu:9.0f} ms CPU "
                f"{memory:6.0f} MB, {count} faces\n"
            )


def _in_child(side: str, path: str, min_face: int) -> tuple[Taken, float, int]:
    finders: dict[str, Callable[[], Find]] = {
        "ours": lambda: _ours(min_face, 0),
        "ours, default settings": lambda: load_detector().detect,
        "mtcnn package": lambda: load_package(min_face=min_face),
    }
    find = finders[side]()
    picture = np.load(path)
    find(picture[:300, :300])  # the first call of TensorFlow builds its functions
    found: list[Sequence[object]] = []
    taken = timed(lambda: found.append(find(picture)))
    return taken, peak_memory(), len(found[0])


if __name__ == "__main__":
    main()
