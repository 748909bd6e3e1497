"""Decoding in a process that may be lost: everything that users send is opened there.

    sandbox   `Sandbox`: the engine's functions that decode, each done in a child
    kept      the picture that was opened last, for the stage that follows
    film      a video whose frames come from a child, as they are asked for
    process   one child: started, asked, watched, ended
    child     what runs in it
    confine   what it gives up before it reads the first byte
    seccomp   the filter of system calls, and `syscalls`, what passes it
    messages  JSON and bytes over a socket, and `values`, what stands in them; `zones`, `handed`
    limits    memory, time, and when a child is replaced

A child has no way to open, write or list a file, to reach a network or another process, to start
a program, or to make memory executable: it reads the one file whose open descriptor it was handed
and answers. Its environment holds no secrets. Memory and time are limited; the address space
counts, so a limit in bytes holds for what is mapped and not only for what is used. A crash, a hang
or too much memory costs the file a reason in plain words, and the next file gets a new child.

What this does not do: without seccomp (other processors than x86-64 and arm64, or kernels that
lack it) only limits and an empty environment are left, and a child that was taken over can read
what its user can read. It shares the user of its parent. It sees the file it was handed, and can
lie about it: sizes, dates and pixels are checked for shape, not for truth. Faults of the kernel
itself are out of its reach.
"""

from faces.sandbox.limits import Limits
from faces.sandbox.sandbox import Sandbox

__all__ = ["Limits", "Sandbox"]
