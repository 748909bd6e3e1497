"""What a child gives up before it reads the first byte of somebody's file."""

import ctypes
import os
import resource
import signal
from pathlib import Path

from faces.sandbox import seccomp
from faces.sandbox.limits import Limits

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_OPEN_FILES = 16


def die_with(parent: int) -> None:
    """Be killed when the thread that started this process ends, however it ends."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(0)


def confine(limits: Limits) -> bool:
    """Give up what decoding does not need; there is no way back.

    Afterwards this process opens and writes no file, reaches no network, starts no program and
    no process, and has little memory. Modules must be imported before.

    Returns:
        False if the kernel has no filter of system calls: then only the limits hold.
    """
    _be_the_first_to_go()
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    return seccomp.install()


def _be_the_first_to_go() -> None:
    """Where the machine's memory runs out, the kernel shall take this process and no other."""
    Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    if libc.prctl(option, ctypes.c_ulong(value), zero, zero, zero) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
