"""The engine's functions that decode, each done in a child."""

import errno
import logging
import os
import stat
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Self, TypeVar

import numpy as np

from faces.cluster import Parameters
from faces.errors import BadImageError
from faces.image import PIXEL_LIMIT, Kind, Picture
from faces.metadata import Metadata, Region, Size
from faces.metadata.regions import limited
from faces.sandbox import values, zones
from faces.sandbox.film import ChildsFilm
from faces.sandbox.kept import LastPicture
from faces.sandbox.limits import Limits
from faces.sandbox.messages import Header, ProtocolError
from faces.sandbox.process import Child, ChildLostError
from faces.types import Detector, Representer
from faces.video import LONGEST, SAMPLED, Clip, Probe, find_people

logger = logging.getLogger(__name__)
T = TypeVar("T")

STOPPED = (
    "The program that opens photos and videos stopped working on this file, which is probably "
    "damaged. The original is safe."
)
LARGEST_SIDECAR = 16 * 1024 * 1024  # bytes
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK


class Sandbox:
    """Opens photos and videos in a process that may be lost.

    One child, started at first use and kept; threads take turns, and it ends with the thread that
    started it. A forked process gets a child of its own.

    The methods are called like the functions of `faces.image`, `faces.metadata` and
    `faces.video`, and raise what those raise: BadImageError also where a file needs too much time
    or memory, or makes the child crash twice (a child that worked before may be ill of another
    file, or die for the machine's sake).
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._owner = os.getpid()
        self._last = LastPicture()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child; the next call would start another."""
        with self._lock:
            if self._child is not None:
                self._leave(self._child)

    @contextmanager
    def once(self) -> Iterator[None]:
        """Inside, the photo opened last is not opened again: following stages share it.

        About 10 MB are kept; blocks may be nested.
        """
        self._last.want()
        try:
            yield
        finally:
            self._last.release()

    def open_upright(
        self, path: Path, *, longest: int = 2048, pixel_limit: int = PIXEL_LIMIT
    ) -> Picture:
        """Open a photo; see `faces.image.open_upright`. Its pixels are read-only."""
        request = {"call": "open_upright", "longest": longest, "pixel_limit": pixel_limit}
        return self._last.get(
            path, (longest, pixel_limit), lambda: self._picture(path, request, longest)
        )

    def read_poster(self, path: Path, *, longest: int = 2048) -> Picture:
        """Give a video's poster; see `faces.video.read_poster`."""
        return self._picture(path, {"call": "read_poster", "longest": longest}, longest)

    def probe(self, path: Path) -> Probe:
        """Say what a video is; see `faces.video.probe`."""
        return self._run(
            path, lambda child, file: values.probe(child.ask({"call": "probe"}, file=file).header)
        )

    def read_metadata(
        self,
        path: Path,
        kind: Kind,
        *,
        now: datetime,
        zone: tzinfo = UTC,
        name: str = "",
        sidecar: bytes | None = None,
    ) -> Metadata:
        """Read what a file says of itself; see `faces.metadata.read`."""
        request = {
            "call": "read_metadata",
            "kind": kind,
            "now": now.isoformat(),
            "zone": zones.packed(zone),
            "name": name or path.name,
        }
        payload = np.frombuffer(sidecar or b"", dtype=np.uint8)
        return self._run(
            path,
            lambda child, file: values.metadata(
                child.ask(request, file=file, payload=payload).header
            ),
        )

    def write_sidecar(
        self, path: Path, regions: Iterable[Region], *, size: Size, existing: bytes | None = None
    ) -> bytes:
        """Say in a sidecar whose faces a photo shows; see `faces.metadata.write_sidecar`."""
        request = {
            "call": "write_sidecar",
            "size": list(size),
            "regions": values.regions_header(limited(regions, ()).regions),
        }
        payload = np.frombuffer(existing or b"", dtype=np.uint8)
        return self._run(
            path,
            lambda child, file: child.ask(
                request, file=file, payload=payload, largest=LARGEST_SIDECAR
            ).payload.tobytes(),
        )

    def analyse(
        self,
        path: Path,
        detector: Detector,
        representer: Representer,
        *,
        parameters: Parameters | None = None,
        longest: int = LONGEST,
        most: int = SAMPLED,
    ) -> Clip:
        """Find the people of a clip; see `faces.video.find_people`.

        The frames come from the child one by one; detector and network run here.
        """

        def work(child: Child, file: int) -> Clip:
            film = ChildsFilm(child, file, longest=longest, seconds=self._limits.film_seconds)
            clip = find_people(film, detector, representer, parameters=parameters, most=most)
            film.close()
            return clip

        return self._run(path, work)

    def _picture(self, path: Path, request: Header, longest: int) -> Picture:
        largest = 3 * longest * longest
        return self._run(
            path,
            lambda child, file: values.picture(
                child.ask(request, file=file, largest=largest), longest=longest
            ),
        )

    def _run(self, path: Path, work: Callable[[Child, int], T]) -> T:
        """Do some work on a file; should the child be lost, once more in a new one."""
        with self._lock, _opened(path) as file:
            for _ in range(2):
                child = self._fit_child()
                try:
                    return work(child, file)
                except (ChildLostError, ProtocolError) as error:
                    logger.warning("a decoding process was lost: %s", error)
                    child.kill()
                finally:
                    if child.engaged:  # nobody will read its answer
                        child.kill()
            raise BadImageError(STOPPED)

    def _fit_child(self) -> Child:
        if self._child is not None and (self._owner != os.getpid() or not self._child.is_fit()):
            self._leave(self._child)
        if self._child is None:
            self._child = Child(self._limits)
            self._owner = os.getpid()
            if not self._child.filtered:
                _say_that_there_is_no_filter()
        return self._child

    def _leave(self, child: Child) -> None:
        self._child = None
        if self._owner == os.getpid():
            child.close()
        else:
            child.abandon()


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """A descriptor of a file, which must be one itself and no link or pipe."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise BadImageError("This is a link to another file, not a file.") from error
        raise
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise BadImageError("This is not a file.")
        yield descriptor
    finally:
        os.close(descriptor)


@cache
def _say_that_there_is_no_filter() -> None:
    logger.warning(
        "this machine cannot filter system calls (seccomp): decoding processes are held by "
        "limits on memory, time and files only"
    )
