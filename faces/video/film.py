"""A video as a row of frames, of which somebody else says which ones are wanted."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from av.video.frame import VideoFrame

from faces.types import Pixels, Readable
from faces.video.containers import OpenVideo, open_video
from faces.video.frames import upright, upright_size

MOST_AHEAD = 15  # frames decoded before they are asked for ...
PIXELS_AHEAD = 40_000_000  # ... and their pixels, of 1.5 bytes each


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a video."""

    number: int
    """Counts the frames that could be decoded, from 0."""
    time: float
    """Seconds on the film's own clock, which may begin anywhere."""
    width: int
    """Of the upright frame in square pixels, before it was reduced."""
    height: int
    pixels: Pixels
    """(H, W, 3) uint8 RGB, upright and reduced."""


class Film(Protocol):
    """A video that is read from front to back, in this process or in another."""

    @property
    def duration_s(self) -> float | None:
        """Length in seconds, where the file says."""

    @property
    def frames_expected(self) -> int:
        """How many frames there should be; 0 where the file does not say."""

    def frame_from(self, number: int, *, then: Sequence[int] = ()) -> Frame | None:
        """Give the first frame from this number on that was not passed yet; None at the end.

        Args:
            then: ascending numbers of which one will be asked for next, the last one probably:
                whoever decodes elsewhere goes on with them.
        """


@contextmanager
def open_film(file: Readable, *, longest: int) -> Iterator["OpenFilm"]:
    """Open a video; its frames are reduced to at most `longest` pixels on the longer side.

    Raises:
        BadImageError: not a video, or its header is damaged.
        OSError: the disk did not give the bytes.
    """
    with open_video(file) as video:
        yield OpenFilm(video, longest)


class OpenFilm:
    """A film decoded in this process."""

    def __init__(self, video: OpenVideo, longest: int) -> None:
        self.duration_s = video.duration_s
        self.frames_expected = video.frames_expected
        self._video = video
        self._longest = longest
        self._frames = enumerate(video.frames())
        self._ahead: list[tuple[int, VideoFrame | Frame]] = []
        size = max(1, video.stream.width * video.stream.height)
        self._room = max(1, min(MOST_AHEAD, PIXELS_AHEAD // size))
        self._rate = float(video.stream.average_rate or 25)

    def frame_from(self, number: int, *, then: Sequence[int] = ()) -> Frame | None:
        """Decode up to that frame; only it is turned, reduced and converted."""
        del then  # whoever asks waits for it either way
        while self._ahead:
            index, frame = self._ahead.pop(0)
            if index >= number:
                return self._finished(index, frame)
        found = self._decoded(number)
        return self._finished(*found) if found else None

    def look_ahead(self, numbers: Sequence[int], is_wanted: Callable[[], bool]) -> None:
        """Decode what may be asked for next, and go on until something is.

        Args:
            numbers: ascending; the frame of the last one is finished, those between are kept.
            is_wanted: says that somebody waits for an answer.
        """
        for number in numbers:
            self._keep_from(number)
        if numbers:
            place = next((i for i, one in enumerate(self._ahead) if one[0] >= numbers[-1]), None)
            if place is not None:
                index, frame = self._ahead[place]
                self._ahead[place] = (index, self._finished(index, frame))
        while len(self._ahead) < self._room and not is_wanted():
            found = next(self._frames, None)
            if found is None:
                return
            self._ahead.append(found)

    def _keep_from(self, number: int) -> None:
        """Have a frame from this number on among those that are kept."""
        if not self._ahead or self._ahead[-1][0] < number:
            found = self._decoded(number)
            if found is not None:
                self._ahead.append(found)

    def _decoded(self, number: int) -> tuple[int, VideoFrame] | None:
        return next((found for found in self._frames if found[0] >= number), None)

    def _finished(self, number: int, frame: VideoFrame | Frame) -> Frame:
        if isinstance(frame, Frame):
            return frame
        time = number / self._rate if frame.pts is None else float(frame.time)
        width, height = upright_size(frame, self._video)
        pixels = upright(frame, self._video, longest=self._longest)
        return Frame(number, time, width, height, pixels)
