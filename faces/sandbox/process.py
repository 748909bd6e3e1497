"""The parent's end of one child: start it, ask it, and be sure that it ends."""

import contextlib
import math
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from io import FileIO
from pathlib import Path

import numpy as np

import faces
from faces.errors import BadImageError
from faces.image.reading import HUNGRY
from faces.sandbox import values
from faces.sandbox.limits import Limits
from faces.sandbox.messages import Bytes, Header, Message, ProtocolError, receive, send

SLOW = "Opening this file took too long, so it was given up. The original is safe."
_START = 60.0  # seconds: Python and the libraries, on a slow disk
_PROCESSORS = 4  # whose time one file may have
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")
_BUFFER = 4 * 1024 * 1024  # bytes: fewer turns between the processes for each picture
_PIPE = 64 * 1024  # bytes it holds
_COMPLAINT = 2000  # characters of it that are logged
_PROJECT = Path(faces.__file__).parents[1]
_COMMAND = (sys.executable, "-m", "faces.sandbox.child")


class ChildLostError(Exception):
    """The child is gone, or no longer to be believed."""


class TooSlowError(BadImageError):
    """The child did not answer in time."""


class Child:
    """One process that decodes one file after another."""

    def __init__(self, limits: Limits) -> None:
        """Start it, and wait until it has confined itself.

        Raises:
            ChildLostError: it did not start.
        """
        self.files = 0
        self.engaged = False
        """Whether it works, or has an answer to give that nobody has read."""
        self._limits = limits
        self._channel, theirs = socket.socketpair()
        self._complaints, stderr = _pipe()
        with theirs, stderr:
            theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
            self._process = subprocess.Popen(  # noqa: S603 ourselves
                [*_COMMAND, str(theirs.fileno()), str(os.getpid()), str(limits.memory)],
                env=_environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
                pass_fds=(theirs.fileno(),),
            )
        try:
            ready = self._receive(0, _START)
        except TooSlowError as error:
            raise ChildLostError("it did not start") from error
        self.filtered = ready.header.get("filtered") is True

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def is_fit(self) -> bool:
        """Whether it lives, is not worn out, and has given its memory back."""
        if self._process.poll() is not None or self.files >= self._limits.files:
            return False
        pages = Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * _PAGE < self._limits.resident

    def ask(
        self,
        header: Header,
        *,
        payload: Bytes | None = None,
        file: int | None = None,
        largest: int = 0,
        more: bool = False,
    ) -> Message:
        """Send a request and wait for the answer.

        Args:
            payload: goes after the header.
            file: the open descriptor of what it is about, where a file begins.
            largest: most bytes of the answer beside its header.
            more: its answer is not the last one about this file.

        Raises:
            BadImageError: it says so, or needed more memory or time than is allowed.
            ChildLostError: it died, or sent nonsense.
            OSError: the disk did not give it the bytes.
        """
        self.engaged = True
        self._send(header, payload, file)
        message = self._receive(largest, self._limits.seconds)
        self._raise_what_it_says(message.header)
        self.engaged = more
        return message

    def close(self) -> None:
        """End it, and wait until it is gone; an idle one leaves by itself."""
        self._hang_up()
        try:
            self._process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it in whatever it does, and wait until it is gone."""
        self.engaged = False
        self._hang_up()
        self._process.kill()
        self._process.wait()

    def abandon(self) -> None:
        """Forget the child of another process, of which this one was forked."""
        self._hang_up()
        self._process.returncode = 0  # or its destructor would wait for it

    def _send(self, header: Header, payload: Bytes | None, file: int | None) -> None:
        self._channel.settimeout(self._limits.seconds)
        nothing: Bytes = np.empty(0, dtype=np.uint8)
        files = () if file is None else (file,)
        try:
            send(self._channel, header, nothing if payload is None else payload, files)
        except OSError as error:
            raise self._lost() from error
        self.files += len(files)

    def _receive(self, largest: int, seconds: float) -> Message:
        self._limit_processor(seconds)
        try:
            message = receive(self._channel, largest=largest, until=time.monotonic() + seconds)
        except TimeoutError as error:
            self.kill()
            raise TooSlowError(SLOW) from error
        except ProtocolError as error:
            self.kill()
            raise ChildLostError(f"it sent {error}") from error
        except OSError as error:
            raise self._lost() from error
        if message is None:
            raise self._lost()
        return message

    def _raise_what_it_says(self, header: Header) -> None:
        if "hungry" in header:
            self.kill()  # what is left of its memory is in pieces
            raise BadImageError(HUNGRY)
        if "bad" in header:
            reason = values.words(header, "bad")
            self.engaged = False
            raise BadImageError(reason)
        if "disk" in header:
            number = values.count(header, "disk")
            self.engaged = False
            raise OSError(number, os.strerror(number))

    def _lost(self) -> Exception:
        """Why it is gone."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        said = (self._complaints.read(_PIPE) or b"").decode("utf-8", "replace")
        self.kill()
        if self._process.returncode == -signal.SIGXCPU:
            return TooSlowError(SLOW)
        return ChildLostError(f"it ended with {self._process.returncode}; {said[-_COMPLAINT:]!r}")

    def _hang_up(self) -> None:
        self._channel.close()
        self._complaints.close()

    def _limit_processor(self, seconds: float) -> None:
        """Let it compute for so long from now on, times the processors it may use."""
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):  # receiving will tell
            stat = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8", errors="replace")
            user, system = stat.rpartition(")")[2].split()[11:13]
            used = (int(user) + int(system)) / _TICKS
            most = math.ceil(used + seconds * _PROCESSORS)
            resource.prlimit(self.pid, resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _pipe() -> tuple[FileIO, FileIO]:
    """Both ends of a pipe that nobody waits for: while all is well it is not read."""
    ours, theirs = os.pipe()
    for end in (ours, theirs):
        os.set_blocking(end, False)
    return FileIO(ours, "rb"), FileIO(theirs, "wb")


def _environment() -> dict[str, str]:
    """What it needs to start, and no secret: database, keys and mail stay here."""
    kept = ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(_PROJECT),
        # Threads and arenas that decoding does not use take address space.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        # What a decoder leaves unwritten in a damaged picture must not show an earlier one.
        "MALLOC_PERTURB_": "127",
    }
