"""Keeps what the networks said of photos, so that a study can be run again in seconds."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from faces.types import AGES, FEATURES, Bools, Floats

METHOD = "1"  # of cropping and of what is kept


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """What the networks say of N faces."""

    features: Floats
    """(N, 1024) float32 identity features."""
    posteriors: Floats
    """(N, 100) float32 age posteriors."""
    p_male: Floats
    """(N,) float32."""
    quality: Floats
    """(N,) float32; 1 where the face came cut out, without a detection."""

    @classmethod
    def none(cls) -> "Rows":
        """Return the rows of no face."""
        empty = np.empty(0, np.float32)
        return cls(
            np.empty((0, FEATURES), np.float32), np.empty((0, AGES), np.float32), empty, empty
        )

    @classmethod
    def join(cls, parts: "Sequence[Rows]") -> "Rows":
        """Return the faces of several photos as one."""
        return cls(
            np.concatenate([part.features for part in parts]),
            np.concatenate([part.posteriors for part in parts]),
            np.concatenate([part.p_male for part in parts]),
            np.concatenate([part.quality for part in parts]),
        )

    def take(self, chosen: Bools) -> "Rows":
        """Return some of the faces."""
        return Rows(
            self.features[chosen],
            self.posteriors[chosen],
            self.p_male[chosen],
            self.quality[chosen],
        )


class Kept:
    """A folder of rows, a file for each photo, named by its contents and by who looked."""

    def __init__(self, folder: Path, version: str) -> None:
        """Keep under `folder` what was seen with one version of the networks."""
        named = hashlib.sha256(f"{version} {METHOD}".encode()).hexdigest()[:16]
        self._folder = folder / named

    def get(self, photo: Path, asked: str) -> tuple[Rows, Bools] | None:
        """Return what was kept of a photo, None if nothing was.

        Args:
            photo: its file.
            asked: what was looked for in it.
        """
        path = self._path(photo, asked)
        if not path.exists():
            return None
        with np.load(path) as kept:
            rows = Rows(kept["features"], kept["posteriors"], kept["p_male"], kept["quality"])
            return rows, kept["found"]

    def put(self, photo: Path, asked: str, seen: tuple[Rows, Bools]) -> tuple[Rows, Bools]:
        """Keep what was seen in a photo, and return it. A run that is cut off leaves no part."""
        path = self._path(photo, asked)
        path.parent.mkdir(parents=True, exist_ok=True)
        rows, found = seen
        part = path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as file:
            np.savez(
                file,
                features=rows.features,
                posteriors=rows.posteriors,
                p_male=rows.p_male,
                quality=rows.quality,
                found=found,
            )
        part.replace(path)
        return seen

    def _path(self, photo: Path, asked: str) -> Path:
        named = hashlib.sha256(photo.read_bytes() + asked.encode()).hexdigest()
        return self._folder / named[:2] / f"{named}.npz"
