"""A film that is decoded in a child, one frame for each request."""

import logging
import time
from collections.abc import Sequence

from faces.errors import BadImageError
from faces.sandbox import values
from faces.sandbox.messages import ProtocolError
from faces.sandbox.process import Child, TooSlowError
from faces.video import Frame

logger = logging.getLogger(__name__)


class ChildsFilm:
    """Satisfies `faces.video.Film`: the child decodes no further than to the frame asked for."""

    def __init__(self, child: Child, file: int, *, longest: int, seconds: float) -> None:
        opened = child.ask({"call": "film", "longest": longest}, file=file, more=True).header
        self.duration_s = values.seconds(opened, "duration_s")
        self.frames_expected = values.count(opened, "frames_expected")
        self._child = child
        self._longest = longest
        self._left = seconds
        self._given = 0
        self._over = False

    def frame_from(self, number: int, *, then: Sequence[int] = ()) -> Frame | None:
        """Wait for a frame; a film that has used up its time ends there, if it gave one.

        While that frame is looked at here, the child decodes those that may be asked for next.
        """
        if self._over:
            return None
        started = time.monotonic()
        try:
            frame = self._ask(number, then)
        except TooSlowError:
            if not self._given:
                raise
            logger.info("a film hung after %d frames; the rest is not seen", self._given)
            frame = None
        self._left -= time.monotonic() - started
        self._over = frame is None or self._left <= 0
        self._given += 1
        return frame

    def close(self) -> None:
        """Tell the child that no more frames are wanted."""
        if not self._child.engaged:
            return
        try:
            self._child.ask({"call": "close"})
        except BadImageError as error:
            # It looked ahead, to a frame that nobody wants any more.
            logger.info("a film failed beyond its last wanted frame: %s", error)
            self._child.kill()

    def _ask(self, number: int, then: Sequence[int]) -> Frame | None:
        request = {"call": "frame", "number": number, "then": list(then)}
        message = self._child.ask(request, largest=3 * self._longest**2, more=True)
        if message.header.get("end") is True:
            return None
        frame = values.frame(message, longest=self._longest)
        if frame.number < number:
            raise ProtocolError("a frame that was passed already")
        return frame
