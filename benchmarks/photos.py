"""The photos that benchmarks look at."""

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from faces.types import Pixels

SUFFIXES = {".jpg", ".jpeg", ".png"}


def photo_paths(folders: Iterable[Path], *, each: int | None = None) -> list[Path]:
    """Return the photos of all folders, at most `each` of a folder, evenly chosen."""
    chosen = []
    for folder in folders:
        paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
        if not paths:
            raise SystemExit(f"{folder}: no photos ({', '.join(sorted(SUFFIXES))}) found")
        step = 1 if each is None else max(1, len(paths) // each)
        chosen += paths[::step][:each]
    return chosen


def read(path: Path) -> Pixels:
    """Return (H, W, 3) uint8 RGB."""
    pixels = cv2.imread(str(path))
    if pixels is None:
        raise SystemExit(f"{path}: not a photo that OpenCV reads")
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), np.uint8)


def scaled(pixels: Pixels, side: int) -> Pixels:
    """Return the picture with a longer side of `side` pixels."""
    ratio = side / max(pixels.shape[:2])
    how = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, None, fx=ratio, fy=ratio, interpolation=how), np.uint8)


def crowd(folder: Path, *, columns: int = 16, rows: int = 12, tile: int = 250) -> Pixels:
    """Return one picture of portraits side by side: 12 megapixels, 192 people by default."""
    paths = photo_paths([folder], each=columns * rows)
    tiles = [cv2.resize(read(path), (tile, tile)) for path in paths]
    lines = [np.hstack(tiles[start : start + columns]) for start in range(0, len(tiles), columns)]
    return np.asarray(np.vstack(lines[:rows]), np.uint8)
