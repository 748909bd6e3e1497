"""Video files: opened safely, described, and decoded from front to back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from faces.errors import BadImageError
from faces.image import PIXEL_LIMIT, Format, Kind, identify
from faces.image.reading import DAMAGED, check_pixels
from faces.types import Readable

NO_PICTURES = "This video holds no pictures that can be decoded."


@dataclass(frozen=True, slots=True)
class OpenVideo:
    """A video whose header has been read."""

    container: InputContainer
    stream: VideoStream

    @property
    def tags(self) -> dict[str, str]:
        """What the container says of itself."""
        return dict(self.container.metadata)

    @property
    def codec(self) -> str:
        """FFmpeg's name of the codec, such as `h264`."""
        return self.stream.codec_context.name

    @property
    def duration_s(self) -> float | None:
        """Length in seconds, where the file says."""
        if self.container.duration and self.container.duration > 0:
            return self.container.duration / av.time_base
        if self.stream.duration and self.stream.duration > 0 and self.stream.time_base:
            return float(self.stream.duration * self.stream.time_base)
        return None

    @property
    def frames_expected(self) -> int:
        """How many frames there should be; 0 where the file does not say."""
        if self.stream.frames > 0:
            return self.stream.frames
        rate = self.stream.average_rate or self.stream.guessed_rate
        return round((self.duration_s or 0) * float(rate)) if rate else 0

    def frames(self) -> Iterator[VideoFrame]:
        """Decode all frames in order; what is damaged is left out, as players do."""
        for packet in self._packets():
            try:
                decoded = packet.decode()
            except (FFmpegError, EOFError):
                continue
            for frame in decoded:
                if isinstance(frame, VideoFrame):
                    yield frame

    def _packets(self) -> Iterator["Packet[VideoStream]"]:
        """All packets up to the end, or to where the file is cut off."""
        try:
            yield from self.container.demux(self.stream)
        except (FFmpegError, EOFError):
            return


@contextmanager
def open_video(file: Readable) -> Iterator[OpenVideo]:
    """Open a video with the one demuxer that its content calls for.

    FFmpeg gets an open file instead of a name, and may open nothing else: a playlist has no
    demuxer here, and a film that refers to another file or address does not reach it.

    Raises:
        BadImageError: not a video, damaged, without pictures, or larger than the pixel limit.
        OSError: the disk did not give the bytes.
    """
    found = identify(file)
    if found.kind is not Kind.VIDEO:
        raise BadImageError("This is a photo, not a video.")
    with file.open("rb") as opened:
        try:
            container = av.open(
                opened, "r", format=found.reader, metadata_errors="replace", io_open=_refuse
            )
        except (FFmpegError, ValueError) as error:
            raise BadImageError(DAMAGED) from error
        with container:
            yield OpenVideo(container, _picture_stream(container, found))


def _refuse(url: str, *_: object) -> NoReturn:
    raise PermissionError(f"a video must not open other files, this one asked for {url!r}")


def _picture_stream(container: InputContainer, found: Format) -> VideoStream:
    """The first stream of moving pictures, which a cover is not, in a codec that is known."""
    moving = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not moving and container.streams.audio:
        raise BadImageError(f"This {found.name} file holds sound but no pictures.")
    for stream in moving:
        if _is_known(stream):
            check_pixels(stream.width, stream.height, PIXEL_LIMIT)
            stream.thread_type = "AUTO"
            return stream
    raise BadImageError(NO_PICTURES)


def _is_known(stream: VideoStream) -> bool:
    """PyAV gives a stream of an unknown codec no context, whatever its types say."""
    return getattr(stream, "codec_context", None) is not None
