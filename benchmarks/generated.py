"""Photos made up for benchmarks: real faces pasted on a made-up background, the truth known."""

from dataclasses import dataclass

import cv2
import numpy as np

from faces.types import Box, Detector, Pixels

WIDTH, HEIGHT = 4000, 3000


@dataclass(frozen=True, slots=True)
class Generated:
    """A photo and where its faces are."""

    pixels: Pixels
    """(3000, 4000, 3) uint8 RGB."""
    boxes: list[Box]


def cut_out(portrait: Pixels, detector: Detector) -> tuple[Pixels, Box] | None:
    """Return a portrait of one sure face and the face's box in it; None for any other."""
    faces = detector.detect(portrait)
    if len(faces) != 1 or faces[0].score < 0.999:
        return None
    return portrait, faces[0].box


def photo_with(
    people: list[tuple[Pixels, Box]], *, face: float, random: np.random.Generator
) -> Generated:
    """Paste portraits side by side so that each face is `face` pixels wide."""
    pixels = _background(random)
    boxes = []
    for place, (portrait, box) in enumerate(people):
        ratio = face / ((box.right - box.left) * portrait.shape[1])
        how = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
        tile = cv2.resize(portrait, None, fx=ratio, fy=ratio, interpolation=how)
        height, width = tile.shape[:2]
        column = WIDTH // len(people)
        left = min(place * column + int(random.integers(0, max(1, column - width))), WIDTH - width)
        top = int(random.integers(0, HEIGHT - height))
        pixels[top : top + height, left : left + width] = tile
        across, down = box.right - box.left, box.bottom - box.top
        x, y = left + box.left * width, top + box.top * height
        boxes.append(
            Box(
                x / WIDTH,
                y / HEIGHT,
                (x + across * width) / WIDTH,
                (y + down * height) / HEIGHT,
            )
        )
    return Generated(pixels, boxes)


def _background(random: np.random.Generator) -> Pixels:
    """Return soft clouds of colour with the noise of a sensor."""
    clouds = random.integers(30, 220, (6, 8, 3), np.uint8)
    soft = cv2.resize(clouds, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    noise = random.integers(-8, 9, (HEIGHT, WIDTH, 1), np.int16)
    return np.asarray(np.clip(soft + noise, 0, 255), np.uint8)
