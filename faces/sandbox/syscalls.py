"""What a decoder needs of the kernel; all else is refused.

Numbers from the kernel's headers: asm/unistd_64.h, and asm-generic/unistd.h for arm64.
"""

from typing import NamedTuple

Numbers = tuple[int, int | None]  # on x86-64 and on arm64, which lacks a few


class Machine(NamedTuple):
    """A kind of processor: its name in audits, and the numbers of its system calls."""

    audit: int
    allowed: tuple[int, ...]
    clone: int
    mmap: int
    mprotect: int
    prlimit64: int
    tgkill: int
    seccomp: int


CLONE3 = 435  # on every machine

_ALLOWED: dict[str, Numbers] = {
    # files that are open
    "read": (0, 63),
    "write": (1, 64),
    "readv": (19, 65),
    "writev": (20, 66),
    "pread64": (17, 67),
    "preadv": (295, 69),
    "preadv2": (327, 286),
    "close": (3, 57),
    "lseek": (8, 62),
    "fstat": (5, 80),
    "newfstatat": (262, 79),
    "dup": (32, 23),
    "fcntl": (72, 25),
    # the one socket it has
    "recvmsg": (47, 212),
    "recvfrom": (45, 207),
    "sendto": (44, 206),
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    # memory
    "munmap": (11, 215),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    # threads
    "futex": (202, 98),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "membarrier": (324, 283),
    # signals, and the end
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "exit": (60, 93),
    "exit_group": (231, 94),
    # clocks
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "getrusage": (98, 165),
    # who and where am I
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getppid": (110, 173),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "getrandom": (318, 278),
    "uname": (63, 160),
    "sysinfo": (99, 179),
    "getcpu": (309, 168),
}

MACHINES = {
    "x86_64": Machine(
        audit=0xC000003E,
        allowed=tuple(x86_64 for x86_64, _ in _ALLOWED.values()),
        clone=56,
        mmap=9,
        mprotect=10,
        prlimit64=302,
        tgkill=234,
        seccomp=317,
    ),
    "aarch64": Machine(
        audit=0xC00000B7,
        allowed=tuple(arm64 for _, arm64 in _ALLOWED.values() if arm64 is not None),
        clone=220,
        mmap=222,
        mprotect=226,
        prlimit64=261,
        tgkill=131,
        seccomp=277,
    ),
}
