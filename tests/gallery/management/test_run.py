import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gallery.management import parts
from gallery.management.processes import Process

PROJECT = Path(__file__).resolve().parents[3]
PATIENCE = 60.0  # seconds


def free_port():
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Gallery:
    """`manage.py run`, as somebody starts it."""

    def __init__(self, data):
        self.data, self.port = data, free_port()
        told = {key: value for key, value in os.environ.items() if not key.startswith("KINDRED_")}
        for other in ("DATABASE_URL", "REDIS_URL"):
            told.pop(other, None)
        run = [sys.executable, str(PROJECT / "manage.py"), "run", "--data", str(data)]
        self.process = subprocess.Popen(  # noqa: S603 our own command
            [*run, "--port", str(self.port)], env=told, stdout=subprocess.PIPE, text=True
        )

    def says_where(self):
        return self.process.stdout.readline()

    def is_healthy(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=5) as answer:
            return answer.status == 200

    def stop(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def processes(self):
        """All that run for this data folder, by what they are."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                told = (folder / "environ").read_bytes().split(b"\0")
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:  # it ended, or is somebody else's
                continue
            if f"KINDRED_DATA={self.data}".encode() in told and words:
                found[int(folder.name)] = words
        return found


@pytest.fixture
def gallery(onnx_models):
    # Not tmp_path: with its long name a socket in it could not be opened.
    with tempfile.TemporaryDirectory(prefix="kindred-") as data:
        gallery = Gallery(Path(data))
        try:
            yield gallery
        finally:
            if gallery.process.poll() is None:
                gallery.stop(signal.SIGTERM)
            gallery.process.stdout.close()


def wait_until(ready):
    end = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.models
@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_it_says_where_it_is_mends_its_worker_and_leaves_no_orphan(gallery):
    assert f"http://127.0.0.1:{gallery.port}/" in gallery.says_where()
    assert gallery.is_healthy()

    def workers():
        return {pid for pid, words in gallery.processes().items() if "celery" in words}

    killed = workers()
    for pid in killed:  # its own, found by its own data folder
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: workers() - killed)
    assert gallery.is_healthy()
    assert gallery.stop() == 0
    assert gallery.processes() == {}
    logs = {path.name for path in (gallery.data / "logs").iterdir()}
    assert logs == {"broker.log", "web.log", "worker.log"}


def test_a_port_in_use_is_one_clear_line():
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        problem = parts.problem_with_port("127.0.0.1", port)
        assert problem == f"Port {port} cannot be used (Address already in use); try {port + 1}."
    assert parts.problem_with_port("127.0.0.1", free_port()) is None


@pytest.mark.django_db
def test_a_missing_folder_of_photos_is_said_before_anything_starts(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("run", photos=tmp_path / "nowhere")


def test_in_the_home_network_browsers_may_call_us_by_name_and_address(monkeypatch):
    monkeypatch.delenv("KINDRED_HOSTS", raising=False)
    hosts = parts.environment("0.0.0.0")["KINDRED_HOSTS"].split(",")  # noqa: S104 not bound to
    assert {"localhost", socket.gethostname()} <= set(hosts)
    assert "KINDRED_HOSTS" not in parts.environment("127.0.0.1")
    monkeypatch.setenv("KINDRED_HOSTS", "photos.example")
    assert parts.environment("0.0.0.0")["KINDRED_HOSTS"] == "photos.example"  # noqa: S104 the same


def test_a_program_that_ignores_us_is_ended_with_all_it_started(tmp_path, monkeypatch):
    monkeypatch.setattr("gallery.management.processes.PATIENCE", 0.5)
    stubborn = ["sh", "-c", "trap '' TERM; sleep 600 & echo $!; while :; do sleep 1; done"]
    process = Process("stubborn", stubborn, dict(os.environ), tmp_path / "log")
    process.start()
    wait_until(process.last_words)
    child = int(process.last_words())
    process.stop()

    def is_gone():
        status = Path(f"/proc/{child}/status")
        return not status.exists() or "Z (zombie)" in status.read_text()

    wait_until(is_gone)


def test_a_program_that_ends_again_and_again_is_not_started_for_ever(tmp_path):
    process = Process("broken", ["false"], dict(os.environ), tmp_path / "log")
    starts = 0
    while process.may_start_again():
        process.start()
        wait_until(process.has_ended)
        process.stop()
        starts += 1
        assert starts < 20
    assert starts > 1
