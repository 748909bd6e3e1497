"""The values this package gives."""

from dataclasses import dataclass

from faces.types import Detection, Floats, Pixels


@dataclass(frozen=True, slots=True)
class Probe:
    """What a video is, without looking for faces."""

    width: int
    """Of the upright picture, in square pixels."""
    height: int
    duration_s: float | None
    """Seconds; None where the file does not say."""
    codec: str


@dataclass(frozen=True, slots=True)
class ClipFace:
    """One person in a clip: an in-clip cluster. It counts as one face for the library."""

    detection: Detection
    """Of the best shot: the one of the highest quality."""
    quality: float
    """Of the best shot, 0..1: see `faces.quality`."""
    time: float
    """Of the best shot, in seconds from the clip's start."""
    thumbnail: Pixels
    """(S, S, 3) uint8 RGB, the best shot for pages."""
    features: Floats
    """(1024,) float32: the mean of the identity features of all shots, scaled to unit length."""
    age: float
    """Years: the mean of the shots' ages by Eq. (2)."""
    age_posterior: Floats
    """(100,) float32: the mean of the shots' posteriors over ages 1..100."""
    p_male: float
    """P(male), 0..1, by the product rule over the shots, Eq. (1), normalised by their number."""
    frames: int
    """Sampled frames in which the person was seen."""
    moments: tuple[tuple[float, float], ...]
    """When the person is seen: (first, last) second of each stretch."""
    enough: bool
    """Seen in 10 sampled frames, or in half of the sampled frames of a short clip."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A video's people."""

    width: int
    """Of the upright picture, in square pixels."""
    height: int
    duration_s: float
    """Seconds; where the file does not say, up to the last frame."""
    frames_sampled: int
    people: tuple[ClipFace, ...]
    """The one seen in most frames first."""
