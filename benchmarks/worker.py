"""The memory of one worker: its own process, and the confined one that opens files for it."""

import multiprocessing
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.machine import peak_memory
from faces.detect import load_detector, look
from faces.image import Kind, crop_faces, encode, face_thumbnail, renditions
from faces.quality import face_quality
from faces.represent import load_representer
from faces.sandbox import Sandbox
from faces.types import Detector, Representer


@dataclass(frozen=True, slots=True)
class Memory:
    """The most MB that a worker's processes had in memory, each at its own worst moment."""

    worker: float
    decoder: float
    faces: int
    """How many it found."""

    @property
    def together(self) -> float:
        """At most: the two need not have been at their worst at the same time."""
        return self.worker + self.decoder


def memory_of(paths: list[Path]) -> Memory:
    """Let one new worker work on these photos, one after another."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_in_worker, (paths,))


def _in_worker(paths: list[Path]) -> Memory:
    with tempfile.TemporaryDirectory() as data, Sandbox() as sandbox:
        _import_what_workers_import(data)
        detector, representer = load_detector(threads=1), load_representer(threads=1)
        decoder, faces = 0.0, 0
        for path in paths:
            faces += _work(path, detector, representer, sandbox)
            # After each: a child that was worn out has been replaced, and took its peak along.
            decoder = max([decoder, *map(peak_memory, _children())])
        return Memory(peak_memory(), decoder, faces)


def _import_what_workers_import(data: str) -> None:
    """Django, Celery and our tasks are in the memory of each."""
    os.environ["KINDRED_DATA"] = data  # settings keep a key there
    from workers import app  # noqa: PLC0415 it reads the environment

    import django  # noqa: PLC0415 isort:skip

    django.setup()
    app.loader.import_default_modules()


def _work(path: Path, detector: Detector, representer: Representer, sandbox: Sandbox) -> int:
    """What the stages ingest, detect and represent do to a photo, without rows and files."""
    with sandbox.once():
        sandbox.read_metadata(path, Kind.PHOTO, now=datetime.now(UTC))
        renditions(sandbox.open_upright(path).pixels)
        picture, seen = look(detector, lambda size: sandbox.open_upright(path, longest=size))
        for face in seen:
            encode(face_thumbnail(picture.pixels, face.box))
        if seen:
            crops = crop_faces(picture.pixels, [face.box for face in seen])
            height, width = picture.pixels.shape[:2]
            face_quality(crops, seen, width=width, height=height)
            representer.represent(crops)
    return len(seen)


def _children() -> list[int]:
    pid = os.getpid()
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
