"""A confined process tries what a file might make it try."""

import json
import subprocess
import sys

import pytest

from faces.sandbox.seccomp import program
from faces.sandbox.syscalls import MACHINES
from tests.conftest import PROJECT

TRIALS = """
import ctypes, json, mmap, os, resource, signal, socket, subprocess, sys, threading
import _posixsubprocess
from faces.sandbox.confine import confine
from faces.sandbox.limits import Limits

folder, secret = sys.argv[1:]
libc = ctypes.CDLL(None, use_errno=True)
before = os.open(secret, os.O_RDONLY)
writable = os.open(folder + "/writable", os.O_WRONLY | os.O_CREAT)
pair = socket.socketpair()

def call(function, *arguments):
    if function(*arguments) == -1:
        raise OSError(ctypes.get_errno(), "refused")

def thread():
    one = threading.Thread(target=lambda: None)
    one.start()
    one.join()

TRIALS = {
    "socket": lambda: socket.socket(),
    "unix socket": lambda: socket.socket(socket.AF_UNIX),
    "read a file": lambda: os.open(secret, os.O_RDONLY),
    "list a folder": lambda: os.listdir(folder),
    "create a file": lambda: os.open(folder + "/new", os.O_WRONLY | os.O_CREAT),
    "write to an open file": lambda: os.write(writable, b"text"),
    "remove a file": lambda: os.unlink(secret),
    "rename a file": lambda: os.rename(secret, secret + "2"),
    "make a folder": lambda: os.mkdir(folder + "/new"),
    "make a link": lambda: os.symlink(secret, folder + "/new"),
    "change a mode": lambda: os.chmod(secret, 0o777),
    "fork": lambda: os.fork(),
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "start a program": lambda: subprocess.run(["/bin/true"]),
    "trace its parent": lambda: call(libc.ptrace, 16, os.getppid(), 0, 0),
    "kill its parent": lambda: os.kill(os.getppid(), 0),
    "kill itself": lambda: os.kill(os.getpid(), 0),
    "raise its limits": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1)),
    "map code": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC),
    "change its user": lambda: os.setuid(1),
    "mount": lambda: call(libc.mount, b"none", folder.encode(), b"tmpfs", 0, None),
    "unshare": lambda: call(libc.unshare, 0x10000000),
    "forget its parent": lambda: call(libc.prctl, 1, 0, 0, 0, 0),
    "many files": lambda: [os.dup(before) for _ in range(100)],
    "much memory": lambda: bytearray(3 * 1024**3),
    "a thread": thread,
    "read what was open": lambda: os.pread(before, 10, 0),
    "answer": lambda: pair[0].sendall(b"text"),
    "some memory": lambda: mmap.mmap(-1, 4096),
    "read its limits": lambda: resource.getrlimit(resource.RLIMIT_AS),
}
answers = {"filtered": confine(Limits())}
parent = os.getpid()
for name, trial in TRIALS.items():
    try:
        trial()
        answers[name] = "done"
    except (OSError, MemoryError, ValueError) as error:
        answers[name] = type(error).__name__
    if os.getpid() != parent:
        os._exit(0)
print(json.dumps(answers))
"""
ALLOWED = {"a thread", "read what was open", "answer", "some memory", "read its limits"}


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("confined")
    secret = folder / "secret"
    secret.write_text("secret")
    done = subprocess.run(  # noqa: S603 ourselves
        [sys.executable, "-c", TRIALS, str(folder), str(secret)],
        cwd=PROJECT,
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    answers = json.loads(done.stdout)
    if not answers.pop("filtered"):
        pytest.skip("this machine cannot filter system calls")
    return answers


def test_a_confined_process_can_do_what_decoding_needs_and_nothing_else(answers):
    assert {name for name, answer in answers.items() if answer == "done"} == ALLOWED
    assert answers["much memory"] == "MemoryError"
    assert len(answers) == 30


def test_files_and_network_and_programs_are_refused_as_not_permitted(answers):
    names = ["socket", "read a file", "create a file", "fork", "exec", "trace its parent"]
    assert {answers[name] for name in names} == {"PermissionError"}


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_a_filter_is_whole_instructions_and_ends_with_an_answer(name):
    machine = MACHINES[name]
    code = program(machine, pid=1)
    assert len(code) % 8 == 0
    assert len(code) // 8 < 4096  # the kernel's limit
    assert len(set(machine.allowed)) == len(machine.allowed)
    special = {machine.clone, machine.mmap, machine.mprotect, machine.prlimit64, machine.tgkill}
    assert not special & set(machine.allowed)
