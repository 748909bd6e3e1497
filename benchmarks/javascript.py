"""Rivals in node with TensorFlow.js on WebAssembly, installed by npm; each has its script here."""

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.timing import Taken, timed

HERE = Path(__file__).parent
TENSORFLOW = "4.22.0"


@dataclass(frozen=True, slots=True)
class Rival:
    """A package for node: its script, and what npm installs for it."""

    name: str
    script: str
    packages: tuple[str, ...]


def _tensorflow(*packages: str) -> tuple[str, ...]:
    return tuple(f"@tensorflow/{package}@{TENSORFLOW}" for package in packages)


HUMAN = Rival(
    "human (Pillow, WebAssembly)",
    "human.mjs",
    (
        "@vladmandic/human@3.3.6",
        *_tensorflow("tfjs-core", "tfjs-converter", "tfjs-backend-wasm"),
    ),
)
FACE_API = Rival(
    "face-api (Pillow, WebAssembly)",
    "faceapi.mjs",
    ("@vladmandic/face-api@1.7.15", *_tensorflow("tfjs", "tfjs-backend-wasm")),
)


@dataclass
class Installed:
    """A rival in a folder of its own, which goes with this object."""

    rival: Rival
    folder: tempfile.TemporaryDirectory[str]
    node: str

    @classmethod
    def install(cls, rival: Rival) -> "Installed | None":
        """Install it; without npm or its packages, write why and return None."""
        npm, node = shutil.which("npm"), shutil.which("node")
        if not npm or not node:
            sys.stdout.write(f"{rival.name} is left out: there is no npm\n")
            return None
        folder = tempfile.TemporaryDirectory()
        Path(folder.name, "package.json").write_text("{}", encoding="utf-8")
        command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", *rival.packages]
        done = subprocess.run(  # noqa: S603 - our own words
            command, cwd=folder.name, capture_output=True, text=True, check=False
        )
        if done.returncode:
            reason = (done.stderr.strip() or "npm did not say why").splitlines()[-1]
            sys.stdout.write(f"{rival.name} is left out: {reason}\n")
            return None
        return cls(rival, folder, node)

    def run(self, paths: list[Path]) -> tuple[Taken, int]:
        """Return the time and the number of faces; decoding, by Pillow, is counted.

        Starting node, loading the models and a first run of each process are not.
        """
        with tempfile.TemporaryDirectory() as folder:
            raws = [Path(folder, f"{number}.raw") for number in range(len(paths))]
            taken = [_decode(path, raw) for path, raw in zip(paths, raws, strict=True)]
            done = subprocess.run(  # noqa: S603 - our own words
                [self.node, str(HERE / self.rival.script), self.folder.name, *map(str, raws)],
                capture_output=True,
                text=True,
                check=True,
            )
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        measured = lines[1:]  # the first photo is run twice, for the first run compiles
        wall = sum(one.wall for one in taken) + sum(line["ms"] for line in measured)
        cpu = sum(one.cpu for one in taken) + sum(line["cpu"] for line in measured)
        return Taken(wall, cpu), sum(line["faces"] for line in measured)


def _decode(path: Path, raw: Path) -> Taken:
    """Write a photo's size and pixels for the script; only the decoding is timed."""
    pictures: list[Image.Image] = []
    taken = timed(lambda: pictures.append(_decoded(path)))
    size = np.array(pictures[0].size, np.uint32).tobytes()
    raw.write_bytes(size + pictures[0].tobytes())
    return taken


def _decoded(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")
