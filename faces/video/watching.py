"""The faces of sampled frames: all are looked for now and then, known ones followed in between."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from faces.types import Box, Detection, Detector, Floats, Follower, Pixels

# Chosen on five clips: of 605 faces that full detection finds in the sampled frames, following
# finds 97 %; whoever is seen in ten or more of them is seen in as many, give or take one.
WHOLE_SECONDS = 1.0
"""From one look at the whole frame to the next: so late may a new face be found ..."""
GLANCE_SECONDS = 0.3
"""... and so late a large one."""
CUT = 15.0
"""Mean difference of two sampled frames, of 255 grey levels, that a cut of the film exceeds."""
CUT_STEP = 4  # of so many rows and columns one is compared
CUT_SIZE = (32, 18)
STILL_THERE = 0.3  # least IoU of a known face with the one that is found for it
SAME = 0.4  # two boxes of one frame that overlap more show one face
PATIENCE = 2  # sampled frames in which a known face may be missed before it is forgotten


@dataclass(frozen=True, slots=True)
class _Known:
    """Where a face was seen last, and in how many sampled frames since it was missed."""

    box: Box
    missed: int = 0


class Watcher:
    """Finds the faces of successive sampled frames.

    A detector that cannot follow looks at each frame as a whole. One that can does so once a
    second, where the film is cut and where a face is lost from sight. In between it looks near the
    known faces, and for large ones three times a second, or always while there are none.
    """

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._known: list[_Known] = []
        self._scene: Floats | None = None
        self._looked = self._glanced = -math.inf

    def look(self, pixels: Pixels, time: float) -> list[Detection]:
        """Return the faces of the next sampled frame, at its time in seconds."""
        if not isinstance(self._detector, Follower):
            return self._detector.detect(pixels)
        found = self._found(pixels, time, self._detector)
        missed = [_Known(one.box, one.missed + 1) for one in _lost(self._known, found)]
        self._known = [_Known(face.box) for face in found]
        self._known += [known for known in missed if known.missed <= PATIENCE]
        return found

    def _found(self, pixels: Pixels, time: float, detector: Follower) -> list[Detection]:
        if self._is_cut(pixels):
            self._known = []
        elif 0 <= time - self._looked < WHOLE_SECONDS:
            found = self._followed(pixels, time, detector)
            if all(known.missed for known in _lost(self._known, found)):
                return found
            return _joined(found, self._whole(pixels, time, detector))
        found = self._whole(pixels, time, detector)
        lost = [known.box for known in _lost(self._known, found)]
        return _joined(found, detector.detect_near(pixels, lost)) if lost else found

    def _whole(self, pixels: Pixels, time: float, detector: Follower) -> list[Detection]:
        self._looked = self._glanced = time
        return detector.detect(pixels)

    def _followed(self, pixels: Pixels, time: float, detector: Follower) -> list[Detection]:
        boxes = [known.box for known in self._known]
        found = detector.detect_near(pixels, boxes) if boxes else []
        if boxes and time - self._glanced < GLANCE_SECONDS:
            return found
        self._glanced = time
        return _joined(found, detector.glance(pixels))

    def _is_cut(self, pixels: Pixels) -> bool:
        before, self._scene = self._scene, _scene(pixels)
        return before is not None and float(np.abs(self._scene - before).mean()) > CUT


def _scene(pixels: Pixels) -> Floats:
    """(18, 32) float32: what a frame shows, roughly, in grey levels."""
    few = np.ascontiguousarray(pixels[::CUT_STEP, ::CUT_STEP])
    small = cv2.resize(few, CUT_SIZE, interpolation=cv2.INTER_AREA)
    return np.asarray(np.mean(small, axis=2, dtype=np.float32))


def _lost(known: list[_Known], found: list[Detection]) -> list[_Known]:
    """Those that no found face overlaps."""
    return [one for one in known if all(one.box.iou(f.box) < STILL_THERE for f in found)]


def _joined(found: list[Detection], more: list[Detection]) -> list[Detection]:
    """Both, without the second of two that show one face."""
    return found + [one for one in more if all(one.box.iou(f.box) < SAME for f in found)]
