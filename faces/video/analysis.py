"""From a video file to its people."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from faces.aggregate import expected_age, fuse_gender
from faces.cluster import Constraints, Items, Parameters, partition
from faces.errors import BadImageError
from faces.image import crop_faces, face_thumbnail
from faces.quality import face_quality
from faces.types import (
    Detection,
    Detector,
    Floats,
    Ints,
    Pixels,
    Readable,
    Representation,
    Representer,
)
from faces.video.containers import NO_PICTURES
from faces.video.film import Film, open_film
from faces.video.tracks import Seen, Shot, Track, Tracker, mean_features
from faces.video.values import Clip, ClipFace

EVERY = 5  # frames from one sampled frame to the next ...
EVERY_WITH_FACES = 3  # ... once a face was found (the paper: "each of, e.g., 3 or 5 frames")
LONGEST = 1280
SAMPLED = 1500
"""Most frames looked at: two and a half minutes at 30 frames a second. The frames of a longer
film are sampled farther apart, evenly; where the file hides its length, the rest is not seen."""
BATCH = 32  # faces represented at once
ENOUGH = 10  # sampled frames
MOMENT_GAP = 1.0  # seconds that a person may be lost from sight within one stretch


def analyse(
    file: Readable,
    detector: Detector,
    representer: Representer,
    *,
    parameters: Parameters | None = None,
    longest: int = LONGEST,
    most: int = SAMPLED,
) -> Clip:
    """Find the people of a clip, decoding it in this process; see `find_people`.

    Args:
        file: the video.
        longest: frames are reduced to this longer side, in pixels.

    Raises:
        BadImageError: not a video, or none of its frames can be decoded.
        OSError: the disk did not give the bytes.
    """
    with open_film(file, longest=longest) as film:
        return find_people(film, detector, representer, parameters=parameters, most=most)


def find_people(
    film: Film,
    detector: Detector,
    representer: Representer,
    *,
    parameters: Parameters | None = None,
    most: int = SAMPLED,
) -> Clip:
    """Find the people of an open film.

    Each 5th frame is looked at, each 3rd while there are faces. The film is decoded from front
    to back (seeking is slower) and what is damaged in it is left out. Faces that overlap in
    successive sampled frames and look alike make a track; tracks are clustered by their mean
    features, those that share a frame being different people.

    Args:
        film: nothing of it was read yet.
        parameters: of the clustering within the clip; as for photos by default.
        most: frames looked at; see `SAMPLED`.

    Raises:
        BadImageError: none of its frames can be decoded.
    """
    how = parameters or Parameters()
    followed = _Following(representer, Tracker(how.threshold))
    size, last, count = (0, 0), 0.0, 0
    for look in _looks(film, detector, most):
        followed.add(look)
        size, last, count = look.size, look.time, look.number + 1
    if count == 0:
        raise BadImageError(NO_PICTURES)
    followed.flush()
    found = [_clip_face(tracks, count) for tracks in _people(followed.tracker.tracks, how)]
    people = tuple(sorted(found, key=lambda one: -one.frames))
    return Clip(*size, film.duration_s or last, count, people)


@dataclass(frozen=True, slots=True)
class _Look:
    """A sampled frame and its faces."""

    number: int
    time: float
    size: tuple[int, int]
    pixels: Pixels
    detections: list[Detection]


def _looks(film: Film, detector: Detector, most: int) -> Iterator[_Look]:
    stretch = max(1, math.ceil(film.frames_expected / (EVERY_WITH_FACES * most)))
    frame = film.frame_from(0)
    start = frame.time if frame else 0.0
    for number in range(most):
        if frame is None:
            return
        found = detector.detect(frame.pixels)
        size = (frame.width, frame.height)
        yield _Look(number, frame.time - start, size, frame.pixels, found)
        if number + 1 < most:
            step = EVERY_WITH_FACES if found else EVERY
            frame = film.frame_from(frame.number + stretch * step)


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """The N faces of one sampled frame, cut out; the frame is forgotten."""

    number: int
    time: float
    detections: list[Detection]
    crops: Pixels
    thumbnails: list[Pixels]
    quality: Floats

    def __len__(self) -> int:
        return len(self.detections)


class _Following:
    """Represents the faces of frames in batches, and tracks them in order."""

    def __init__(self, representer: Representer, tracker: Tracker) -> None:
        self.tracker = tracker
        self._representer = representer
        self._waiting: list[_Cut] = []

    def add(self, look: _Look) -> None:
        """Cut out the faces of one frame, and forget the frame."""
        if not look.detections:
            return
        boxes = [detection.box for detection in look.detections]
        crops = crop_faces(look.pixels, boxes)
        height, width = look.pixels.shape[:2]
        quality = face_quality(crops, look.detections, width=width, height=height)
        thumbnails = [face_thumbnail(look.pixels, box) for box in boxes]
        self._waiting.append(
            _Cut(look.number, look.time, look.detections, crops, thumbnails, quality)
        )
        if sum(len(cut.crops) for cut in self._waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Represent and track the faces that wait."""
        if not self._waiting:
            return
        said = self._representer.represent(np.concatenate([cut.crops for cut in self._waiting]))
        row = 0
        for cut in self._waiting:
            self.tracker.add(cut.number, [_seen(cut, i, said, row + i) for i in range(len(cut))])
            row += len(cut)
        self._waiting.clear()


def _seen(cut: _Cut, place: int, said: Representation, row: int) -> Seen:
    shot = Shot(
        cut.number,
        cut.time,
        cut.detections[place],
        said.features[row],
        said.age_posterior[row],
        float(said.p_male[row]),
        float(cut.quality[place]),
    )
    return Seen(shot, cut.thumbnails[place])


def _people(tracks: list[Track], parameters: Parameters) -> list[list[Track]]:
    """Cluster the tracks of a clip; those seen in one frame are different people."""
    if not tracks:
        return []
    n = len(tracks)
    unknown = np.full(n, np.nan)  # a person does not age within a clip: the date says nothing
    items = Items(
        np.stack([track.mean() for track in tracks]), unknown, unknown, np.arange(n, dtype=np.int64)
    )
    constraints = Constraints(groups=np.full(n, -1, dtype=np.int64), cannot=_together(tracks))
    labels = partition(items, constraints, parameters).labels
    return [
        [tracks[index] for index in np.flatnonzero(labels == label)]
        for label in range(int(labels.max()) + 1)
    ]


def _together(tracks: list[Track]) -> Ints:
    """(K, 2) int64: the pairs of tracks that share a frame."""
    frames = [track.frames() for track in tracks]
    pairs = [
        (i, j)
        for i in range(len(tracks))
        for j in range(i + 1, len(tracks))
        if frames[i] & frames[j]
    ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _clip_face(tracks: list[Track], sampled: int) -> ClipFace:
    best = max((track.best for track in tracks), key=lambda seen: seen.shot.quality)
    shots = sorted((shot for track in tracks for shot in track.shots), key=lambda shot: shot.time)
    posteriors = np.stack([shot.age_posterior for shot in shots])
    p_male = np.array([shot.p_male for shot in shots], dtype=np.float32)
    return ClipFace(
        detection=best.shot.detection,
        quality=best.shot.quality,
        time=best.shot.time,
        thumbnail=best.thumbnail,
        features=mean_features(shots),
        age=float(expected_age(posteriors).mean()),
        age_posterior=posteriors.mean(axis=0).astype(np.float32),
        p_male=fuse_gender(p_male),
        frames=len(shots),
        moments=_moments([shot.time for shot in shots]),
        enough=len(shots) >= min(ENOUGH, sampled / 2),
    )


def _moments(times: list[float]) -> tuple[tuple[float, float], ...]:
    """Join ascending times that are near each other into stretches."""
    moments = [(times[0], times[0])]
    for time in times[1:]:
        first, last = moments[-1]
        if time - last <= MOMENT_GAP:
            moments[-1] = (first, time)
        else:
            moments.append((time, time))
    return tuple(moments)
