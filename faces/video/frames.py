"""Single frames: upright and reduced, the poster, and a file's size and length."""

from itertools import islice

import numpy as np
from av.video.frame import VideoFrame

from faces.errors import BadImageError
from faces.image import Picture
from faces.image.opening import fitted
from faces.types import Pixels, Readable
from faces.video.containers import NO_PICTURES, OpenVideo, open_video
from faces.video.values import Probe

POSTER_FRAMES = 150  # how far into the film the poster may lie
POSTER_STEP = 10
LIVELY = 16.0  # standard deviation of a frame that shows something: black and blank ones have less


def upright_size(frame: VideoFrame, video: OpenVideo) -> tuple[int, int]:
    """(width, height) in square pixels, as the frame is to be shown."""
    width, height = _square_pixels(frame, video)
    return (height, width) if frame.rotation % 180 else (width, height)


def upright(frame: VideoFrame, video: OpenVideo, *, longest: int) -> Pixels:
    """The frame upright as (H, W, 3) uint8 RGB, its longer side at most `longest`."""
    width, height = fitted(_square_pixels(frame, video), longest)
    small = frame.reformat(width=width, height=height, format="rgb24", interpolation="AREA")
    pixels = np.asarray(small.to_ndarray(), dtype=np.uint8)
    return np.ascontiguousarray(np.rot90(pixels, frame.rotation // 90))


def probe(file: Readable) -> Probe:
    """Say what a video is; its first frame is decoded, for only frames know how they are turned.

    Raises:
        BadImageError: not a video, or none of its frames can be decoded.
        OSError: the disk did not give the bytes.
    """
    with open_video(file) as video:
        frame = next(video.frames(), None)
        if frame is None:
            raise BadImageError(NO_PICTURES)
        return Probe(*upright_size(frame, video), video.duration_s, video.codec)


def read_poster(file: Readable, *, longest: int = 2048) -> Picture:
    """Give the first frame that shows something: films often begin in black.

    Raises:
        BadImageError: not a video, or none of its frames can be decoded.
        OSError: the disk did not give the bytes.
    """
    best: Pixels | None = None
    size = (0, 0)
    with open_video(file) as video:
        for frame in islice(video.frames(), 0, POSTER_FRAMES, POSTER_STEP):
            pixels = upright(frame, video, longest=longest)
            if best is None or pixels.std() > best.std():
                best, size = pixels, upright_size(frame, video)
            if best.std() >= LIVELY:
                break
    if best is None:
        raise BadImageError(NO_PICTURES)
    return Picture(best, *size)


def _square_pixels(frame: VideoFrame, video: OpenVideo) -> tuple[int, int]:
    """(width, height) once each pixel is a square; those of camcorders' files often are not."""
    aspect = video.stream.sample_aspect_ratio
    if not aspect or not 0.1 < aspect < 10:
        return frame.width, frame.height
    return max(1, round(frame.width * aspect)), frame.height
