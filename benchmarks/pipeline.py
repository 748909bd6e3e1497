"""`python -m benchmarks.pipeline PORTRAITS`: from photo file to described faces.

Made-up photos of 12 megapixels with three real faces each. Ours beside what one would write with
stock parts (Pillow's full decode, the `mtcnn` package, Keras predict for each face) and, where npm
can install them, `@vladmandic/human` and `@vladmandic/face-api`. With --photos FOLDER real photos
are compared as well. What one worker takes of the memory is told first, with its decoding child.
With --runtimes ours alone runs, on each runtime and in each form of the network.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.generated import cut_out, photo_with
from benchmarks.javascript import FACE_API, HUMAN, Installed
from benchmarks.machine import busy_core, family_seconds, introduce
from benchmarks.ours import Pipeline, load_ours
from benchmarks.photos import crowd, photo_paths, read
from benchmarks.rival import is_there, openvino_instead
from benchmarks.timing import Taken, median, report, timed
from benchmarks.worker import memory_of
from faces.detect import load_detector
from faces.image import crop_faces, face_thumbnail
from faces.types import Box

FACES = 3


@dataclass
class Side:
    """One pipeline, what it took in each round, and the faces it found in the last."""

    run: Callable[[list[Path]], tuple[Taken, int]]
    times: list[Taken]
    faces: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("portraits", type=Path, help="portraits of single people")
    parser.add_argument("--photos", type=Path, help="real photos with faces")
    parser.add_argument("--missed", type=Path, metavar="FOLDER", help="show what ours did not find")
    parser.add_argument("--count", type=int, default=4, help="made-up photos")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--busy", action="store_true", help="beside another busy process")
    parser.add_argument("--runtimes", action="store_true", help="compare ours with ours alone")
    options = parser.parse_args()
    introduce()
    with tempfile.TemporaryDirectory() as folder:
        made = _make(options.portraits, Path(folder), options.count)
        if options.runtimes:
            with busy_core(busy=options.busy):
                _race(made, _ours(options.threads), options.rounds)
            return
        _memory(made[:1], "one made-up photo")
        if options.photos:
            _memory(photo_paths([options.photos]), options.photos.name)
        _memory([_crowd(options.portraits, Path(folder))], "a crowd of 192 in 12 megapixels")
        naive = _naive()
        rivals = [one for one in map(Installed.install, (HUMAN, FACE_API)) if one]
        with busy_core(busy=options.busy):
            _race(made, _ours(options.threads) | _theirs(naive, rivals), options.rounds)
        if options.photos:
            paths = photo_paths([options.photos])
            _compare(paths, naive, load_ours(options.threads), options.missed)
            for rival in rivals:
                _count(paths, rival)


def _naive() -> Pipeline:
    # Both import TensorFlow, which the children that measure memory shall not inherit.
    detect = import_module("benchmarks.package").load_package(min_face=20, threshold=0.8)
    predict = import_module("benchmarks.represent").keras_predict()

    def run(path: Path) -> list[Box]:
        with Image.open(path) as image:
            pixels = np.asarray(image.convert("RGB"), np.uint8)
        boxes: list[Box] = detect(pixels)
        for box in boxes:
            predict(crop_faces(pixels, [box]))
        return boxes

    return run


def _ours(threads: int) -> dict[str, Side]:
    sides = {
        "ours": Side(_over(load_ours(threads)), []),
        "ours, int8": Side(_over(load_ours(threads, "onnx-int8")), []),
    }
    if is_there():
        with openvino_instead():
            sides["ours on OpenVINO"] = Side(_over(load_ours(threads)), [])
            int8 = load_ours(threads, "onnx-int8")
            sides["ours on OpenVINO, int8"] = Side(_over(int8), [])
    return sides


def _theirs(naive: Pipeline, rivals: list[Installed]) -> dict[str, Side]:
    sides = {"stock parts": Side(_over(naive), [])}
    return sides | {rival.rival.name: Side(rival.run, []) for rival in rivals}


def _race(paths: list[Path], sides: dict[str, Side], rounds: int) -> None:
    for side in sides.values():
        side.run(paths[:1])
    for _ in range(rounds):
        for side in sides.values():
            taken, side.faces = side.run(paths)
            side.times.append(taken)
    report(
        f"{len(paths)} photos, {FACES} faces each, per photo",
        {name: median(side.times) for name, side in sides.items()},
        per=len(paths),
    )
    found = ", ".join(f"{name} {side.faces}" for name, side in sides.items())
    sys.stdout.write(f"  faces found of {FACES * len(paths)}: {found}\n")


def _over(pipeline: Pipeline) -> Callable[[list[Path]], tuple[Taken, int]]:
    def run(paths: list[Path]) -> tuple[Taken, int]:
        counts: list[int] = []
        taken = timed(
            lambda: counts.extend(len(pipeline(path)) for path in paths), clock=family_seconds
        )
        return taken, sum(counts)

    return run


def _compare(paths: list[Path], naive: Pipeline, ours: Pipeline, into: Path | None) -> None:
    """Write how many of the stock pipeline's faces ours finds, and the ratio of their times."""
    theirs: list[list[Box]] = []
    mine: list[list[Box]] = []
    slow = timed(lambda: theirs.extend(naive(path) for path in paths), clock=family_seconds)
    fast = timed(lambda: mine.extend(ours(path) for path in paths), clock=family_seconds)
    missed = [
        (path, box)
        for path, boxes, found in zip(paths, theirs, mine, strict=True)
        for box in boxes
        if all(box.iou(other) < 0.5 for other in found)
    ]
    total = sum(map(len, theirs))
    matched = total - len(missed)
    sys.stdout.write(
        f"{len(paths)} real photos: stock parts find {total} faces, ours {matched} of them "
        f"({matched / max(total, 1):.1%}) and {sum(map(len, mine)) - matched} others, in "
        f"1/{slow.wall / fast.wall:.1f} of the time (CPU time 1/{slow.cpu / fast.cpu:.1f})\n"
    )
    if into:
        _show(missed, into)


def _show(missed: list[tuple[Path, Box]], into: Path) -> None:
    """Write what was missed as pictures: whether those are faces is for eyes to say."""
    into.mkdir(parents=True, exist_ok=True)
    for number, (path, box) in enumerate(missed):
        shown = face_thumbnail(read(path), box, margin=1.0)
        Image.fromarray(shown).save(into / f"{number}-{path.stem}.png")
    sys.stdout.write(f"  what was missed is in {into}\n")


def _count(paths: list[Path], rival: Installed) -> None:
    """Write how many faces a rival finds, which need not be faces, and its time for each photo."""
    taken, faces = rival.run(paths)
    each = taken.wall / len(paths), taken.cpu / len(paths)
    sys.stdout.write(
        f"  {rival.rival.name} finds {faces} faces on them; "
        f"{each[0]:.0f} ms a photo, {each[1]:.0f} ms of CPU time\n"
    )


def _memory(paths: list[Path], what: str) -> None:
    memory = memory_of(paths)
    sys.stdout.write(
        f"one worker on {what}: {memory.together:.0f} MB at most, {memory.worker:.0f} MB itself "
        f"and {memory.decoder:.0f} MB the child that decodes; {memory.faces} faces\n"
    )


def _make(portraits: Path, folder: Path, count: int) -> list[Path]:
    detector = load_detector(threads=1)
    found = (cut_out(read(path), detector) for path in photo_paths([portraits], each=200))
    people = list(islice((one for one in found if one), FACES * count))
    random = np.random.default_rng(0)
    paths = []
    for index in range(count):
        three = people[FACES * index : FACES * (index + 1)]
        photo = photo_with(three, face=float(random.integers(200, 500)), random=random)
        path = folder / f"{index}.jpg"
        Image.fromarray(photo.pixels).save(path, quality=90)
        paths.append(path)
    return paths


def _crowd(portraits: Path, folder: Path) -> Path:
    path = folder / "crowd.jpg"
    Image.fromarray(crowd(portraits)).save(path, quality=90)
    return path


if __name__ == "__main__":
    main()
