"""How well a face can be told from others: one number from what is seen of it.

A logistic model of five signals says how likely the identity features of a face are to be nearer
to the mean of its own person's other faces than to the mean of anybody else's.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from faces.types import Detection, Doubles, Floats, Pixels

SIGNALS = ("sharpness", "size", "score", "turned aside", "tilted")
NETWORK_SIDE = 224.0  # a face of more pixels is reduced: more say nothing
SURE = 1e-6  # scores nearer to 1 are the same

# Fitted by `python -m faces.evaluate quality`: docs/quality.md has sets, seed and date.
INTERCEPT = -10.61
WEIGHTS: Doubles = np.array([1.07, 0.75, 0.52, -0.19, -1.34])

STEERS_FROM = 0.5
"""A face below joins the clusters that the others make: a guess at who it is would be as often
wrong as right."""


def face_quality(
    crops: Pixels, detections: Sequence[Detection], *, width: int, height: int
) -> Floats:
    """Return the quality 0..1 of each of N faces of one picture.

    Args:
        crops: (N, 224, 224, 3) uint8 RGB, as the network gets them.
        detections: the N detections.
        width, height: of the picture that was detected in, in pixels.

    Returns:
        (N,) float32.
    """
    return quality_of(signals(crops, detections, width=width, height=height))


def quality_of(
    measured: Doubles, intercept: float = INTERCEPT, weights: Doubles = WEIGHTS
) -> Floats:
    """Return the quality of faces from (N, 5) float64 signals: (N,) float32."""
    odds = intercept + measured @ weights
    return (1.0 / (1.0 + np.exp(-odds))).astype(np.float32)


def signals(crops: Pixels, detections: Sequence[Detection], *, width: int, height: int) -> Doubles:
    """Return (N, 5) float64, in the order of `SIGNALS`; see `face_quality`."""
    rows = [
        [_sharpness(crop), *_of_detection(detection, np.array([width, height], np.float64))]
        for crop, detection in zip(crops, detections, strict=True)
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, len(SIGNALS))


def _sharpness(crop: Pixels) -> float:
    """Log of the variance of the Laplacian at a quarter of the crop's size, within its middle.

    A quarter, 56 pixels, is what it takes to tell a face; finer detail is mostly grain. The edge
    of the crop, hair and background, is left out.
    """
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    edge = len(small) // 7
    middle = small[edge:-edge, edge:-edge]
    return float(np.log1p(cv2.Laplacian(middle, cv2.CV_32F).var()))


def _of_detection(detection: Detection, size: Doubles) -> list[float]:
    box = detection.box
    side = float((np.array([box.right - box.left, box.bottom - box.top]) * size).max())
    return [
        np.log2(np.clip(side, 1.0, NETWORK_SIDE)),
        -np.log10(max(1.0 - detection.score, SURE)),
        *_pose([np.array(point) * size for point in detection.landmarks]),
    ]


def _pose(landmarks: list[Doubles]) -> tuple[float, float]:
    """How far the nose is from between the eyes, in their distance; their slope in radians."""
    if len(landmarks) < 3:
        return 0.0, 0.0  # not told: taken as looking at us
    left, right, nose = landmarks[:3]
    between = right - left
    apart = max(float(np.hypot(*between)), 1e-6)
    aside = abs(float((nose - (left + right) / 2) @ between)) / apart**2
    return min(aside, 1.0), abs(float(np.arctan2(between[1], between[0])))
