"""Stretches: a face in successive sampled frames that differ so little that one speaks for all."""

from dataclasses import dataclass

import cv2
import numpy as np

from faces.image import crop_faces, face_thumbnail
from faces.quality import face_quality
from faces.types import Floats, Pixels
from faces.video.sampling import Look
from faces.video.tracks import OVERLAP, Shot

SPAN = 0.5
"""Seconds from the first to the last shot of a stretch at most: the network sees a face that
stays in view twice a second."""
FIRST = 10
"""Shots of a face that comes into view of which each is a stretch of its own: a face that is seen
for a short while is told by all its shots."""
SURE = 0.5  # least IoU of one face in two successive shots of a stretch
ALIKE = 20.0
"""Mean difference, of 255 levels, of two successive shots of a stretch at most."""
LOOK = 16  # pixels of the side at which they are compared


@dataclass(slots=True, eq=False)
class Stretch:
    """Shots of one face in successive sampled frames, and what is kept of the best of them."""

    shots: list[Shot]
    best: Shot
    crop: Pixels
    """(224, 224, 3) uint8 RGB, for the network."""
    thumbnail: Pixels
    looks: Floats
    """(16, 16, 3) float32: the last shot."""
    before: int
    """Shots of the same face that it follows upon."""


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """One face, cut out of a frame."""

    shot: Shot
    crop: Pixels
    looks: Floats


class Stretches:
    """Gathers the faces of frames into stretches, in order.

    A face goes on with a stretch only if nobody could take it for somebody else: it overlaps that
    one face of the sampled frame before, no other face comes near either, and it looks the same.
    Whatever is less certain begins a stretch, and the features tell whose it is.
    """

    def __init__(self, *, span: float = SPAN) -> None:
        self._span = span
        self._open: list[Stretch] = []
        self._closed: list[Stretch] = []

    def __len__(self) -> int:
        """How many ended and were not taken yet."""
        return len(self._closed)

    def add(self, look: Look) -> None:
        """Cut out the faces of the next sampled frame; the frame is not kept."""
        cuts = _cut_out(look)
        going: list[Stretch] = []
        for cut in cuts:
            stretch = self._same(cut, cuts)
            if stretch is None or not self._has_room(stretch, cut.shot.time):
                before = stretch.before + len(stretch.shots) if stretch else 0
                stretch = _begun(cut, look.pixels, before)
            else:
                _append(stretch, cut, look.pixels)
            going.append(stretch)
        self._closed += [stretch for stretch in self._open if stretch not in going]
        self._open = going

    def take(self, *, over: bool = False) -> list[Stretch]:
        """Give the stretches that ended, if no earlier one goes on, by when they began.

        Args:
            over: there are no more frames; all end.
        """
        if over:
            self._closed += self._open
            self._open = []
        first = min((stretch.shots[0].frame for stretch in self._open), default=None)
        taken = [one for one in self._closed if first is None or one.shots[0].frame < first]
        self._closed = [one for one in self._closed if one not in taken]
        return sorted(taken, key=lambda stretch: stretch.shots[0].frame)

    def _has_room(self, stretch: Stretch, time: float) -> bool:
        return stretch.before >= FIRST and time - stretch.shots[0].time <= self._span

    def _same(self, cut: _Cut, cuts: list[_Cut]) -> Stretch | None:
        """The stretch of which this surely is the next shot."""
        box = cut.shot.detection.box
        near = [one for one in self._open if one.shots[-1].detection.box.iou(box) >= OVERLAP]
        if len(near) != 1:
            return None
        last = near[0].shots[-1]
        rivals = [one for one in cuts if one.shot.detection.box.iou(last.detection.box) >= OVERLAP]
        is_sure = (
            len(rivals) == 1
            and last.frame == cut.shot.frame - 1
            and last.detection.box.iou(box) >= SURE
            and float(np.abs(near[0].looks - cut.looks).mean()) <= ALIKE
        )
        return near[0] if is_sure else None


def _begun(cut: _Cut, pixels: Pixels, before: int) -> Stretch:
    thumbnail = face_thumbnail(pixels, cut.shot.detection.box)
    return Stretch([cut.shot], cut.shot, cut.crop, thumbnail, cut.looks, before)


def _append(stretch: Stretch, cut: _Cut, pixels: Pixels) -> None:
    stretch.shots.append(cut.shot)
    stretch.looks = cut.looks
    if cut.shot.quality > stretch.best.quality:
        stretch.best, stretch.crop = cut.shot, cut.crop
        stretch.thumbnail = face_thumbnail(pixels, cut.shot.detection.box)


def _cut_out(look: Look) -> list[_Cut]:
    boxes = [detection.box for detection in look.detections]
    crops = crop_faces(look.pixels, boxes)
    height, width = look.pixels.shape[:2]
    quality = face_quality(crops, look.detections, width=width, height=height)
    return [
        _Cut(Shot(look.number, look.time, detection, float(value)), crop.copy(), _looks(crop))
        for detection, value, crop in zip(look.detections, quality, crops, strict=True)
    ]


def _looks(crop: Pixels) -> Floats:
    small = cv2.resize(crop, (LOOK, LOOK), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)
