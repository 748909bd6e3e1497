"""MTCNN's cascade: P-Net proposes boxes, R-Net refines them, O-Net decides (Zhang et al. 2016)."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort

from faces.detect.boxes import shifted, squared, suppress, suppress_inner
from faces.detect.patches import cut_patches
from faces.detect.pyramid import WINDOW, pyramid_levels, pyramid_scales
from faces.types import Floats, Ints, Pixels
from faces.weights.session import open_session

STRIDE = 2
"""Pixels between two windows of P-Net."""
STRIP = 32
"""Rows of windows that P-Net looks at together."""
MOST_PROPOSALS = 4000
"""Per level: a picture that is all texture shall cost seconds, not minutes."""
RNET_SIDE, RNET_BATCH = 24, 64
ONET_SIDE, ONET_BATCH = 48, 32
SAME_LEVEL, SAME_FACE = 0.5, 0.7
"""The largest overlap of two proposals of one level, and of two boxes of one stage."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """N boxes that may be faces."""

    boxes: Floats
    """(N, 4) float32 left, top, right, bottom in pixels; may reach beyond the picture."""
    scores: Floats
    """(N,) float32 P(face)."""
    landmarks: Floats
    """(N, 5, 2) float32 x, y in pixels; (N, 0, 2) before O-Net."""

    def __len__(self) -> int:
        return len(self.scores)

    def best(self, threshold: float) -> "Candidates":
        """Return those that non-maximum suppression keeps, best score first."""
        return self.at(suppress(self.boxes, self.scores, threshold=threshold))

    def at(self, indices: Ints) -> "Candidates":
        """Return those at the indices, in their order."""
        return Candidates(self.boxes[indices], self.scores[indices], self.landmarks[indices])


class Cascade:
    """The three networks, loaded once."""

    def __init__(self, models: Path, *, threads: int) -> None:
        """Load them; WeightsError if they are missing, damaged or of another version."""
        self._proposal, self._refinement, self._output = (
            open_session(models, "mtcnn", f"mtcnn-{net}.onnx", threads=threads, one_size=False)
            for net in ("pnet", "rnet", "onet")
        )

    def find(
        self,
        pixels: Pixels,
        *,
        min_face: float,
        factor: float,
        thresholds: tuple[float, float, float],
    ) -> Candidates:
        """Return the faces of a contiguous picture, best score first.

        Args:
            pixels: no side longer than 32,766 pixels.
            min_face: pixels of the smallest face's side.
            factor: size of each level of the pyramid to the one before.
            thresholds: the least P(face) of P-Net, R-Net and O-Net.
        """
        found = self._propose(pixels, min_face, factor, thresholds[0])
        found = self._refine(pixels, found, thresholds[1])
        return self._decide(pixels, found, thresholds[2])

    def _propose(
        self, pixels: Pixels, min_face: float, factor: float, threshold: float
    ) -> Candidates:
        height, width = pixels.shape[:2]
        scales = pyramid_scales(width, height, min_face=min_face, factor=factor)
        levels = [_nobody()]
        for scale, level in zip(scales, pyramid_levels(pixels, scales), strict=True):
            score, shift = self._proposal_maps(level)
            found = _windows(score, shift, threshold).best(SAME_LEVEL)
            # The networks learned on pyramids made so, a level cut to whole pixels included.
            boxes = found.boxes * np.float32(1 / scale)
            levels.append(Candidates(boxes, found.scores, found.landmarks))
        return _joined(levels).best(SAME_FACE)

    def _proposal_maps(self, level: Pixels) -> tuple[Floats, Floats]:
        """Return P-Net's scores (h, w) and shifts (4, h, w).

        It looks at strips of a level, whose maps fit into the processor's cache: the same answers
        in an eighth less time, and large pictures take no more memory than small ones.
        """
        rows = range(0, (len(level) - 1) // STRIDE - 4, STRIP)
        strips = [level[STRIDE * row : STRIDE * (row + STRIP - 1) + WINDOW] for row in rows]
        answers = [
            self._proposal.run(["score", "shift"], {"pictures": strip[np.newaxis]})
            for strip in strips
        ]
        score, shift = (np.concatenate(maps, axis=2) for maps in zip(*answers, strict=True))
        return score[0, 0], shift[0]

    def _refine(self, pixels: Pixels, found: Candidates, threshold: float) -> Candidates:
        boxes = squared(found.boxes)
        score, shift = _run(self._refinement, pixels, boxes, RNET_SIDE, RNET_BATCH)
        sure = score[:, 0] > threshold
        refined = shifted(boxes[sure], shift[sure])
        return Candidates(refined, score[sure, 0], found.landmarks[sure]).best(SAME_FACE)

    def _decide(self, pixels: Pixels, found: Candidates, threshold: float) -> Candidates:
        boxes = squared(found.boxes)
        score, shift, places = _run(self._output, pixels, boxes, ONET_SIDE, ONET_BATCH)
        sure = score[:, 0] > threshold
        boxes = boxes[sure]
        corner, size = boxes[:, np.newaxis, :2], boxes[:, np.newaxis, 2:] - boxes[:, np.newaxis, :2]
        landmarks = corner - 1 + (size + 1) * places[sure].reshape(-1, 2, 5).transpose(0, 2, 1)
        decided = Candidates(shifted(boxes, shift[sure]), score[sure, 0], landmarks)
        return decided.at(suppress_inner(decided.boxes, decided.scores, threshold=SAME_FACE))


def _windows(score: Floats, shift: Floats, threshold: float) -> Candidates:
    """Return P-Net's windows with a face, from (h, w) scores and (4, h, w) shifts."""
    rows, columns = np.nonzero(score > threshold)
    scores = score[rows, columns]
    if len(scores) > MOST_PROPOSALS:
        most = np.argpartition(-scores, MOST_PROPOSALS)[:MOST_PROPOSALS]
        rows, columns, scores = rows[most], columns[most], scores[most]
    corner = STRIDE * np.stack([columns, rows], axis=1)
    # The networks were trained with pixels counted from 1 and sides that include both ends.
    windows = np.concatenate([corner + 1, corner + WINDOW], axis=1).astype(np.float32)
    boxes = windows + shift[:, rows, columns].T * (WINDOW - 1)
    return Candidates(boxes, scores, _no_landmarks(len(scores)))


def _run(
    session: ort.InferenceSession, pixels: Pixels, boxes: Floats, side: int, batch: int
) -> list[Floats]:
    """Run a network on the patches of all boxes and return its outputs, in its own order."""
    answers = [
        session.run(None, {"pictures": patches})
        for patches in cut_patches(pixels, boxes, side=side, batch=batch)
    ]
    if not answers:
        return [np.empty((0, output.shape[1]), np.float32) for output in session.get_outputs()]
    return [np.concatenate(parts) for parts in zip(*answers, strict=True)]


def _joined(parts: list[Candidates]) -> Candidates:
    return Candidates(
        np.concatenate([part.boxes for part in parts]),
        np.concatenate([part.scores for part in parts]),
        np.concatenate([part.landmarks for part in parts]),
    )


def _nobody() -> Candidates:
    return Candidates(np.empty((0, 4), np.float32), np.empty(0, np.float32), _no_landmarks(0))


def _no_landmarks(count: int) -> Floats:
    return np.empty((count, 0, 2), np.float32)
