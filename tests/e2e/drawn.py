"""Drawn photographs: people with heads, hair and shirts of their own, and no real person."""

from dataclasses import dataclass

import cv2
import numpy as np

from faces.types import Box

WIDTH, HEIGHT = 960, 640
HEAD = 0.62  # of a head's height is its width

SKINS = [(255, 219, 190), (241, 194, 160), (214, 160, 120), (165, 112, 78), (112, 74, 52)]
COAL = (25, 22, 20)
HAIRS = [(60, 40, 30), (120, 80, 40), (205, 165, 90), (150, 60, 30), (190, 190, 190), COAL]
SHIRTS = [
    (70, 110, 160),
    (170, 80, 70),
    (90, 140, 100),
    (200, 160, 80),
    (120, 90, 140),
    (80, 80, 84),
]


@dataclass(frozen=True, slots=True)
class Head:
    """Where somebody's head is in a picture, and whose it is."""

    look: int
    """Number of the person: their skin, hair and shirt follow from it."""
    x: float
    """Centre, as a fraction of the width."""
    y: float
    height: float
    """As a fraction of the picture's height."""

    @property
    def box(self) -> Box:
        across = self.height * HEAD * HEIGHT / WIDTH
        return Box(
            max(0.0, self.x - across / 2),
            max(0.0, self.y - self.height / 2),
            min(1.0, self.x + across / 2),
            min(1.0, self.y + self.height / 2),
        )

    @property
    def landmarks(self) -> list[list[float]]:
        """Eyes, nose and the corners of the mouth."""
        across, h = self.height * HEAD * HEIGHT / WIDTH, self.height
        places = [(-0.2, -0.1), (0.2, -0.1), (0.0, 0.05), (-0.15, 0.24), (0.15, 0.24)]
        return [[self.x + dx * across, self.y + dy * h] for dx, dy in places]


def picture(heads: list[Head], seed: int) -> np.ndarray:
    """Draw people before a wall or in the open; (HEIGHT, WIDTH, 3) uint8 RGB."""
    random = np.random.default_rng(seed)
    pixels = _background(random)
    for head in sorted(heads, key=lambda one: one.height):
        _person(pixels, head)
    return pixels


def _background(random: np.random.Generator) -> np.ndarray:
    upper, lower = random.integers(90, 235, 3), random.integers(70, 200, 3)
    rise = np.linspace(0, 1, HEIGHT)[:, None, None]
    pixels = np.broadcast_to(upper * (1 - rise) + lower * rise, (HEIGHT, WIDTH, 3))
    pixels = np.ascontiguousarray(pixels.astype(np.uint8))
    for _ in range(6):
        centre = (int(random.integers(0, WIDTH)), int(random.integers(0, HEIGHT)))
        tint = tuple(int(value) for value in random.integers(60, 230, 3))
        cv2.circle(pixels, centre, int(random.integers(20, 130)), tint, -1, cv2.LINE_AA)
    return cv2.GaussianBlur(pixels, (0, 0), 9)


def _person(pixels: np.ndarray, head: Head) -> None:
    skin = SKINS[head.look % len(SKINS)]
    hair = HAIRS[(head.look // 2) % len(HAIRS)]
    shirt = SHIRTS[(head.look * 5 + 1) % len(SHIRTS)]
    tall = head.height * HEIGHT
    x, y, wide = head.x * WIDTH, head.y * HEIGHT, tall * HEAD

    def oval(place, axes, colour, *, arc=(0, 360), width=-1):
        """Draw an ellipse around a place, in units of the head."""
        centre = (int(x + place[0] * wide), int(y + place[1] * tall))
        size = (int(axes[0] * wide), int(axes[1] * tall))
        cv2.ellipse(pixels, centre, size, 0, *arc, colour, width, cv2.LINE_AA)

    falls = head.look % 3 == 0  # hair to the shoulders
    oval((0, 1.25), (1.1, 0.75), shirt)
    oval((0, 0.5), (0.2, 0.3), tuple(int(0.9 * part) for part in skin))
    oval((0, 0.1 if falls else -0.12), (0.58, 0.66 if falls else 0.46), hair)
    oval((0, 0.04), (0.48, 0.48), skin)
    oval((0, -0.08), (0.52, 0.44), hair, arc=(190, 350))
    for side in (-0.2, 0.2):
        oval((side, -0.05), (0.09, 0.045), (250, 250, 250))
        oval((side, -0.05), (0.045, 0.035), (50, 40, 34))
        if head.look % 4 == 1:  # glasses
            oval((side, -0.05), (0.14, 0.085), COAL, width=max(1, int(tall / 60)))
    oval((0, 0.22), (0.18, 0.07), (150, 60, 60), arc=(10, 170), width=max(1, int(tall / 40)))
