"""`@vladmandic/human` in node with TensorFlow.js on WebAssembly, installed by npm."""

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

SCRIPT = Path(__file__).with_name("human.mjs")
TENSORFLOW = "4.22.0"
PACKAGES = (
    "@vladmandic/human@3.3.6",
    *(f"@tensorflow/tfjs-{part}@{TENSORFLOW}" for part in ("core", "converter", "backend-wasm")),
)


@dataclass
class Human:
    """The package in a folder of its own, which goes with this object."""

    folder: tempfile.TemporaryDirectory[str]
    node: str

    @classmethod
    def install(cls) -> "Human | None":
        """Install it; without npm or its packages, write why and return None."""
        npm, node = shutil.which("npm"), shutil.which("node")
        if not npm or not node:
            sys.stdout.write("human is left out: there is no npm\n")
            return None
        folder = tempfile.TemporaryDirectory()
        Path(folder.name, "package.json").write_text("{}", encoding="utf-8")
        command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", *PACKAGES]
        done = subprocess.run(  # noqa: S603 - our own words
            command, cwd=folder.name, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.stdout.write(f"human is left out: {done.stderr.strip().splitlines()[-1]}\n")
            return None
        return cls(folder, node)

    def run(self, paths: list[Path]) -> tuple[Taken, int]:
        """Return the time and the number of faces; decoding, by Pillow, is counted.

        Starting node, loading the models and a first run of each process are not.
        """
        raws = [Path(self.folder.name, f"{path.stem}.raw") for path in paths]
        decode = Taken(0, 0)
        for path, raw in zip(paths, raws, strict=True):
            pictures: list[Image.Image] = []
            taken = timed(lambda path=path, into=pictures: into.append(_decoded(path)))  # type: ignore[misc]  # mypy cannot infer a lambda's defaults
            decode = Taken(decode.wall + taken.wall, decode.cpu + taken.cpu)
            size = np.array(pictures[0].size, np.uint32).tobytes()
            raw.write_bytes(size + pictures[0].tobytes())
        done = subprocess.run(  # noqa: S603 - our own words
            [self.node, str(SCRIPT), self.folder.name, *map(str, raws)],
            capture_output=True,
            text=True,
            check=True,
        )
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        measured = lines[1:]  # the first photo is run twice, for the first run compiles
        wall = decode.wall + sum(line["ms"] for line in measured)
        cpu = decode.cpu + sum(line["cpu"] for line in measured)
        return Taken(wall, cpu), sum(line["faces"] for line in measured)


def _decoded(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")
