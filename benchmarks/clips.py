"""Films made up for benchmarks: real faces that move before a camera that moves too."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import av
import cv2
import numpy as np

from benchmarks.generated import cut_out
from benchmarks.photos import photo_paths, read
from faces.detect import load_detector
from faces.types import Pixels

WIDTH, HEIGHT, RATE = 1920, 1080, 30
FACE = 220  # pixels of a face's width
SWAY = 100  # pixels by which the camera moves to each side
GRAIN = 6  # grey levels of a sensor's noise


def write_clip(path: Path, portraits: Path, *, seconds: float, bits: int, people: int = 2) -> float:
    """Write a 1080p H.264 film of 30 frames and so many bits a second; return its seconds."""
    tiles = _tiles(portraits, people)
    random = np.random.default_rng(0)
    count = round(seconds * RATE)
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=RATE, options={"preset": "veryfast"})
        stream.bit_rate = bits
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for pixels in _frames(tiles, count, random):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        out.mux(stream.encode())
    return count / RATE


def _tiles(portraits: Path, people: int) -> list[Pixels]:
    """Portraits of one sure face each, scaled to one size of face."""
    detector = load_detector(threads=1)
    found = (cut_out(read(path), detector) for path in photo_paths([portraits], each=100))
    tiles = []
    for portrait, box in islice((one for one in found if one), people):
        ratio = FACE / ((box.right - box.left) * portrait.shape[1])
        how = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
        tile = cv2.resize(portrait, None, fx=ratio, fy=ratio, interpolation=how)
        tiles.append(np.asarray(tile, np.uint8)[:HEIGHT, : WIDTH // people])
    if len(tiles) < people:
        raise SystemExit(f"{portraits}: fewer than {people} portraits of one sure face")
    return tiles


def _frames(tiles: list[Pixels], count: int, random: np.random.Generator) -> Iterator[Pixels]:
    scenery = _scenery(random)
    grain = random.normal(0, GRAIN, (8, HEIGHT, WIDTH, 1)).astype(np.int16)
    for t in range(count):
        x, y = (round(SWAY * (1 + np.sin(t / pace))) for pace in (40, 31))
        frame = scenery[y : y + HEIGHT, x : x + WIDTH].copy()
        for place, tile in enumerate(tiles):
            height, width = tile.shape[:2]
            middle = (place + 0.5) * WIDTH / len(tiles) + SWAY * np.sin(t / 25 + place)
            left = int(np.clip(middle - width / 2, 0, WIDTH - width))
            top = int((HEIGHT - height) * (1 + np.sin(t / 33 + 2 * place)) / 2)
            frame[top : top + height, left : left + width] = tile
        yield np.clip(frame + grain[t % len(grain)], 0, 255).astype(np.uint8)


def _scenery(random: np.random.Generator) -> Pixels:
    """Soft clouds with a texture, larger than the frame."""
    width, height = WIDTH + 2 * SWAY, HEIGHT + 2 * SWAY
    clouds = random.integers(30, 220, (6, 8, 3), np.uint8)
    soft = cv2.resize(clouds, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    texture = cv2.GaussianBlur(random.normal(0, 70, (height, width)), (0, 0), 2)
    return np.asarray(np.clip(soft + texture[..., np.newaxis], 0, 255), np.uint8)
