"""`python -m benchmarks.video PORTRAITS`: the people of a film, from file to faces.

A made-up film of 1080p with two real faces that move. Ours, decoded in a child, beside the naive
way (each sampled frame detected whole, each face represented) and beside decoding alone. With
--clips FOLDER the people and faces of real films are compared as well.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import cv2

from benchmarks.clips import write_clip
from benchmarks.machine import family_seconds, introduce
from benchmarks.timing import Taken, medians, report
from faces.detect import Mtcnn, load_detector
from faces.represent import load_representer
from faces.sandbox import Sandbox
from faces.types import Detection, Detector, Representer
from faces.video import LONGEST, Clip, find_people, open_film
from faces.video.watching import Watcher

CORES = 2
STEP = 3  # frames from one sampled frame to the next
SAME = 0.5  # least overlap (intersection over union) of two boxes of one face
SUFFIXES = {".mp4", ".mov", ".mkv", ".avi", ".webm"}


class Whole:
    """A detector that cannot follow: it looks at each frame as a whole."""

    def __init__(self, detector: Detector) -> None:
        self.version = detector.version
        self.detect = self.look_closer = detector.detect


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("portraits", type=Path, help="portraits of single people")
    parser.add_argument("--clips", type=Path, help="real films with faces")
    parser.add_argument("--seconds", type=float, default=10, help="length of the made-up film")
    parser.add_argument("--mbit", type=float, default=12, help="Mbit a second: phones, 8 to 17")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1, help="of detector and network")
    options = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    introduce()
    detector = load_detector(threads=options.threads)
    representer = load_representer(threads=options.threads)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        bits = round(1e6 * options.mbit)
        seconds = write_clip(path, options.portraits, seconds=options.seconds, bits=bits)
        _race(path, seconds, detector, representer, options.rounds)
        _compare(path, detector, representer)
    if options.clips:
        for clip in sorted(p for p in options.clips.rglob("*") if p.suffix in SUFFIXES):
            _compare(clip, detector, representer)


def _race(
    path: Path, seconds: float, detector: Mtcnn, representer: Representer, rounds: int
) -> None:
    with Sandbox() as sandbox:
        sides: dict[str, Callable[[], object]] = {
            "ours, decoded in a child": lambda: sandbox.analyse(path, detector, representer),
            "each frame whole, each face represented": lambda: _naive(path, detector, representer),
            "decoded only, PyAV to 1280 px": lambda: _decoded(path),
            "decoded only, OpenCV grab/retrieve": lambda: _grabbed(path),
        }
        times = medians(sides, rounds=rounds, clock=family_seconds)
    size = path.stat().st_size * 8 / 1e6 / seconds
    report(f"1080p, {size:.0f} Mbit/s, two faces, per second of film", times, per=seconds)
    for name, taken in times.items():
        sys.stdout.write(f"  {name}: {_factor(taken, seconds)}\n")


def _factor(taken: Taken, seconds: float) -> str:
    wall, cpu = (1000 * seconds / part for part in (taken.wall, taken.cpu))
    return f"{wall:.1f}x real time; {CORES * cpu:.1f}x if {CORES} free cores were always busy"


def _naive(path: Path, detector: Detector, representer: Representer) -> Clip:
    with open_film(path, longest=LONGEST) as film:
        return find_people(film, Whole(detector), representer, span=None)


def _ours(path: Path, detector: Detector, representer: Representer) -> Clip:
    with open_film(path, longest=LONGEST) as film:
        return find_people(film, detector, representer)


def _decoded(path: Path) -> None:
    number = 0
    with open_film(path, longest=LONGEST) as film:
        while film.frame_from(number) is not None:
            number += STEP


def _grabbed(path: Path) -> None:
    film = cv2.VideoCapture(str(path))
    number = 0
    while film.grab():
        if number % STEP == 0:
            film.retrieve()
        number += 1
    film.release()


def _compare(path: Path, detector: Mtcnn, representer: Representer) -> None:
    """Write how much of what full detection and representation give ours gives too."""
    same, full, more = _recall(path, detector)
    theirs, ours = (make(path, detector, representer) for make in (_naive, _ours))
    people = [person for person in theirs.people if person.enough]
    also = sum(person.enough for person in ours.people)
    sys.stdout.write(
        f"{path.name}: {same} of {full} faces of sampled frames ({same / max(full, 1):.1%}) and "
        f"{more} others; {also} people, the naive way {len(people)}\n"
    )
    for person in people:
        other = max(ours.people, key=lambda one: float(one.features @ person.features))
        sys.stdout.write(
            f"  {other.frames} of {person.frames} frames, cosine of the means "
            f"{float(other.features @ person.features):.4f}, age {other.age - person.age:+.1f}, "
            f"P(male) {other.p_male - person.p_male:+.3f}\n"
        )


def _recall(path: Path, detector: Mtcnn) -> tuple[int, int, int]:
    """Faces found both ways, by full detection, and by following only."""
    watcher, number = Watcher(detector), 0
    same = full = more = 0
    with open_film(path, longest=LONGEST) as film:
        while (frame := film.frame_from(number)) is not None:
            theirs, ours = detector.detect(frame.pixels), watcher.look(frame.pixels, frame.time)
            same += (both := _shared(theirs, ours))
            full += len(theirs)
            more += len(ours) - both
            number = frame.number + STEP
    return same, full, more


def _shared(faces: list[Detection], others: list[Detection]) -> int:
    return sum(any(face.box.iou(other.box) >= SAME for other in others) for face in faces)


if __name__ == "__main__":
    main()
