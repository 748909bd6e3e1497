"""From a video file to its people."""

from collections import defaultdict
from itertools import combinations, groupby

import numpy as np

from faces.aggregate import expected_age, fuse_gender
from faces.cluster import Constraints, Items, Parameters, partition
from faces.errors import BadImageError
from faces.types import Detector, Ints, Readable, Representation, Representer
from faces.video.containers import NO_PICTURES
from faces.video.film import Film, open_film
from faces.video.sampling import SAMPLED, Look, looks
from faces.video.stretches import SPAN, Stretch, Stretches
from faces.video.tracks import Part, Seen, Track, Tracker, mean_features
from faces.video.values import Clip, ClipFace
from faces.video.watching import Watcher

METHOD = 2  # raise it with every change that changes the people of a clip
LONGEST = 1280
BATCH = 32  # stretches represented at once
ALIKE = 0.86  # the largest distance of features, as they come, in one person of a clip
ENOUGH = 10  # sampled frames
MOMENT_GAP = 1.0  # seconds that a person may be lost from sight within one moment ...
MOMENT_STEPS = 3  # ... and more in a long film, where sampled frames lie so far apart


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
    span: float | None = SPAN,
) -> Clip:
    """Find the people of an open film.

    Each 5th frame is looked at, each 3rd while there are faces. The film is decoded from front
    to back (seeking is slower) and what is damaged in it is left out. A detector that is a
    `Follower` looks at the whole frame once a second and near the known faces in between. Faces
    that overlap in successive sampled frames and look alike make a track; tracks are clustered by
    their mean features, those that share a frame being different people.

    Args:
        film: nothing of it was read yet.
        parameters: of the clustering within the clip, on the features as the network gives them.
        most: frames looked at; see `SAMPLED`.
        span: seconds of a stretch, of which the network sees the best shot; None shows it all.

    Raises:
        BadImageError: none of its frames can be decoded.
    """
    how = parameters or Parameters(threshold=ALIKE)
    followed = _Following(representer, Tracker(how.threshold), span)
    look = None
    for look in looks(film, Watcher(detector), most):
        followed.add(look)
    if look is None:
        raise BadImageError(NO_PICTURES)
    tracks, count = followed.finished(), look.number + 1
    gap = max(MOMENT_GAP, MOMENT_STEPS * look.time / count)
    found = [_clip_face(people, count, gap) for people in _people(tracks, how)]
    people = tuple(sorted(found, key=lambda one: -one.frames))
    return Clip(*look.size, film.duration_s or look.time, count, people)


class _Following:
    """Represents stretches of the film in batches, and tracks them in order."""

    def __init__(self, representer: Representer, tracker: Tracker, span: float | None) -> None:
        self._representer = representer
        self._tracker = tracker
        self._stretches = Stretches(span=-1.0 if span is None else span)

    def add(self, look: Look) -> None:
        """Cut out the faces of one frame, and forget the frame."""
        self._stretches.add(look)
        if len(self._stretches) >= BATCH:
            self._track(self._stretches.take())

    def finished(self) -> list[Track]:
        """Represent and track what waits, and give all tracks."""
        self._track(self._stretches.take(over=True))
        return self._tracker.tracks

    def _track(self, stretches: list[Stretch]) -> None:
        """Represent and track stretches that are in the order of their beginning."""
        if not stretches:
            return
        said = self._representer.represent(np.stack([one.crop for one in stretches]))
        seen = [_seen(stretch, said, row) for row, stretch in enumerate(stretches)]
        for _, together in groupby(seen, key=lambda one: one.part.shots[0].frame):
            self._tracker.add(list(together))


def _seen(stretch: Stretch, said: Representation, row: int) -> Seen:
    part = Part(
        tuple(stretch.shots),
        stretch.best,
        said.features[row],
        said.age_posterior[row],
        float(said.p_male[row]),
    )
    return Seen(part, stretch.thumbnail)


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
    seen: defaultdict[int, list[int]] = defaultdict(list)
    for index, track in enumerate(tracks):
        for shot in track.shots():
            seen[shot.frame].append(index)
    pairs = {pair for present in seen.values() for pair in combinations(present, 2)}
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)


def _clip_face(tracks: list[Track], sampled: int, gap: float) -> ClipFace:
    """One face for all tracks of a person: what the network says of a part holds for its shots."""
    best = max((track.best for track in tracks), key=lambda seen: seen.part.best.quality)
    parts = [part for track in tracks for part in track.parts]
    times = sorted(shot.time for part in parts for shot in part.shots)
    counts = [len(part.shots) for part in parts]
    posteriors = np.repeat(np.stack([part.age_posterior for part in parts]), counts, axis=0)
    p_male = np.repeat(np.array([part.p_male for part in parts], dtype=np.float32), counts)
    return ClipFace(
        detection=best.part.best.detection,
        quality=best.part.best.quality,
        time=best.part.best.time,
        thumbnail=best.thumbnail,
        features=mean_features(parts),
        age=float(expected_age(posteriors).mean()),
        age_posterior=posteriors.mean(axis=0).astype(np.float32),
        p_male=fuse_gender(p_male),
        frames=len(times),
        moments=_moments(times, gap),
        enough=len(times) >= min(ENOUGH, sampled / 2),
    )


def _moments(times: list[float], gap: float) -> tuple[tuple[float, float], ...]:
    """Join ascending times that are at most `gap` seconds apart."""
    moments = [(times[0], times[0])]
    for time in times[1:]:
        first, last = moments[-1]
        if time - last <= gap:
            moments[-1] = (first, time)
        else:
            moments.append((time, time))
    return tuple(moments)
