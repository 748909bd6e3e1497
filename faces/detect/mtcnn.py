"""The Detector: MTCNN on a picture of any size."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from faces.detect.cascade import ONET_SIDE, Candidates, Cascade
from faces.detect.near import detect_near
from faces.detect.pyramid import WINDOW
from faces.detect.turned import detect_turned
from faces.types import Box, Detection, Pixels
from faces.weights import current_versions

METHOD = 5  # raise it with every change to the cascade that changes its answers
GLANCE = 3  # times the smallest face: what is looked for in turned pictures at first
CLOSER = 0.01  # the smallest face's share of the picture's longer side where faces are small
LEVELS_SKIPPED = 3  # of the pyramid, when films are looked at for large faces: 7/8 of the work
LONGEST = 30_000  # OpenCV cuts patches out of pictures below 32,767 pixels


@dataclass(frozen=True, slots=True)
class Settings:
    """What counts as a face.

    The smallest face is a share of the picture's longer side, for a face behind the people that a
    photo is of is nobody's; but never fewer pixels than the network can tell apart. So the time a
    picture takes hardly depends on its size.
    """

    min_face: int = 20
    """Pixels of the smallest face's side, at least 12."""
    min_share: float = 0.015
    """The smallest face's side as a share of the picture's longer side; 0 looks for all faces."""
    factor: float = 0.709
    """Size of each level of the pyramid to the one before."""
    thresholds: tuple[float, float, float] = (0.6, 0.7, 0.7)
    """The least P(face) of P-Net, R-Net and O-Net."""

    def __post_init__(self) -> None:
        if self.min_face < WINDOW:
            raise ValueError(f"min_face must be at least {WINDOW} pixels, got {self.min_face}")
        if not 0 <= self.min_share < 1:
            raise ValueError(f"min_share must be in [0, 1), got {self.min_share}")

    @property
    def longest(self) -> int:
        """Pixels of the longer side beyond which a picture is reduced without loss.

        The smallest face then still fills the input of O-Net.
        """
        return int(min(LONGEST, ONET_SIDE / self.min_share)) if self.min_share else LONGEST

    def smallest_in(self, pixels: Pixels) -> float:
        """Return the pixels of the smallest face's side in a picture."""
        longer: int = max(pixels.shape[:2])
        return max(self.min_face, self.min_share * longer)


class Mtcnn:
    """A Detector: MTCNN's published networks in our own cascade on ONNX Runtime."""

    def __init__(self, models: Path, *, settings: Settings, threads: int = 0) -> None:
        """Load the networks.

        Raises:
            WeightsError: they are missing, damaged or of another version.
            ValueError: `threads` is negative.
        """
        self._cascade = Cascade(models, threads=threads)
        self._settings = settings
        self._closer = replace(settings, min_share=min(CLOSER, settings.min_share))
        least = "/".join(f"{threshold:g}" for threshold in settings.thresholds)
        self._version = (
            f"{current_versions()['mtcnn']}.{METHOD}"
            f":{settings.min_face}px:{settings.min_share:g}:{settings.factor:g}:{least}"
        )

    @property
    def version(self) -> str:
        return self._version

    def detect(self, pixels: Pixels) -> list[Detection]:
        """Return the faces of an upright RGB picture, best score first.

        A picture without a sure face is tried again turned. Boxes are clipped to the picture;
        landmarks of a face that is cut off may lie beyond it.

        Raises:
            ValueError: `pixels` is not (H, W, 3) uint8.
        """
        return self._detect(pixels, self._settings)

    def look_closer(self, pixels: Pixels) -> list[Detection]:
        """Like `detect`, with faces from 1 % of the picture's longer side."""
        return self._detect(pixels, self._closer)

    def detect_upright(self, pixels: Pixels) -> list[Detection]:
        """Return the faces of (H, W, 3) uint8 RGB as it stands: neither reduced nor turned."""
        return self._find(pixels, self._settings.smallest_in(pixels))

    def detect_near(self, pixels: Pixels, boxes: Sequence[Box]) -> list[Detection]:
        """Return the faces of an upright RGB picture that are near to boxes, best score first."""
        return detect_near(
            pixels,
            boxes,
            self._find,
            smallest=self._settings.smallest_in(pixels),
            factor=self._settings.factor,
        )

    def glance(self, pixels: Pixels) -> list[Detection]:
        """Return the faces of an upright RGB picture that its smaller levels show, best first."""
        skipped = self._settings.factor**LEVELS_SKIPPED
        return self._find(pixels, self._settings.smallest_in(pixels) / skipped)

    def _detect(self, pixels: Pixels, settings: Settings) -> list[Detection]:
        if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
            raise ValueError(f"pixels must be (H, W, 3) uint8, got {pixels.shape} {pixels.dtype}")
        smallest = settings.smallest_in
        return detect_turned(
            _reduced(pixels, settings.longest),
            lambda picture: self._find(picture, smallest(picture)),
            # For large faces only, in a ninth of the time.
            lambda picture: self._find(picture, GLANCE * smallest(picture)),
        )

    def _find(self, pixels: Pixels, min_face: float) -> list[Detection]:
        found = self._cascade.find(
            np.ascontiguousarray(pixels),
            min_face=min_face,
            factor=self._settings.factor,
            thresholds=self._settings.thresholds,
        )
        return _detections(found, width=pixels.shape[1], height=pixels.shape[0])


def _reduced(pixels: Pixels, longest: int) -> Pixels:
    height, width = pixels.shape[:2]
    ratio = longest / max(height, width, 1)
    if ratio >= 1:
        return pixels
    size = max(1, round(width * ratio)), max(1, round(height * ratio))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _detections(found: Candidates, *, width: int, height: int) -> list[Detection]:
    size = np.array([width, height], np.float64)
    boxes = np.clip(found.boxes / np.tile(size, 2), 0, 1)
    landmarks = found.landmarks / size
    return [
        Detection(Box(*box), tuple((x, y) for x, y in points), score)
        for box, points, score in zip(
            boxes.tolist(), landmarks.tolist(), found.scores.tolist(), strict=True
        )
        if box[2] > box[0] and box[3] > box[1]
    ]
