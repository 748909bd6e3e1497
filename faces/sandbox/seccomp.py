"""The filter of system calls: a small program that the kernel runs before each of them."""

import ctypes
import errno
import os
import struct

from faces.sandbox.syscalls import CLONE3, MACHINES, Machine

# linux/bpf_common.h, linux/seccomp.h
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_REFUSE = _ERRNO | errno.EPERM
_SET_MODE_FILTER, _ALL_THREADS = 1, 1
_CLONE_THREAD = 0x00010000
_PROT_EXEC = 4


def program(machine: Machine, pid: int) -> bytes:
    """Write the filter as struct sock_filter[]: a list of what is allowed, in few cases only so.

    Threads may be started and processes not; memory never becomes executable; limits are read
    and not set; a process may abort itself and signal nobody else.
    """
    return b"".join(
        [
            _step(_LOAD, _ARCH),
            _step(_EQUAL, machine.audit, 1, 0),
            _step(_RETURN, _KILL),  # the numbers below would mean something else
            _step(_LOAD, _NUMBER),
            *(_step(_EQUAL, number, 0, 1) + _step(_RETURN, _ALLOW) for number in machine.allowed),
            # Its flags lie in memory, which a filter cannot read: the C library then takes clone.
            _step(_EQUAL, CLONE3, 0, 1) + _step(_RETURN, _ERRNO | errno.ENOSYS),
            _if_bits(machine.clone, 0, _CLONE_THREAD, then=_ALLOW, otherwise=_REFUSE),
            _if_bits(machine.mmap, 2, _PROT_EXEC, then=_REFUSE, otherwise=_ALLOW),
            _if_bits(machine.mprotect, 2, _PROT_EXEC, then=_REFUSE, otherwise=_ALLOW),
            _if_equal(machine.tgkill, 0, pid),
            _if_equal(machine.prlimit64, 2, 0),
            _step(_RETURN, _REFUSE),
        ]
    )


def install() -> bool:
    """Filter all threads of this process, for ever; False where this machine cannot.

    Needs `no_new_privs`, or the kernel refuses.
    """
    machine = MACHINES.get(os.uname().machine)
    if machine is None:
        return False
    code = program(machine, os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))
    fprog = struct.pack("HP", len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    answer = libc.syscall(
        ctypes.c_long(machine.seccomp),
        ctypes.c_ulong(_SET_MODE_FILTER),
        ctypes.c_ulong(_ALL_THREADS),
        ctypes.c_char_p(fprog),
    )
    return bool(answer == 0)


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("HBBI", code, then, otherwise, value)


def _if_bits(number: int, argument: int, bits: int, *, then: int, otherwise: int) -> bytes:
    """Of one call: what happens if any of these bits is set in an argument."""
    return b"".join(
        [
            _step(_EQUAL, number, 0, 4),
            _step(_LOAD, _ARGUMENTS + 8 * argument),
            _step(_ANY_BIT, bits, 0, 1),
            _step(_RETURN, then),
            _step(_RETURN, otherwise),
        ]
    )


def _if_equal(number: int, argument: int, value: int) -> bytes:
    """Of one call: allowed if an argument, of 64 bits, has this value; else refused."""
    return b"".join(
        [
            _step(_EQUAL, number, 0, 6),
            _step(_LOAD, _ARGUMENTS + 8 * argument),
            _step(_EQUAL, value, 0, 3),
            _step(_LOAD, _ARGUMENTS + 8 * argument + 4),
            _step(_EQUAL, 0, 0, 1),
            _step(_RETURN, _ALLOW),
            _step(_RETURN, _REFUSE),
        ]
    )
