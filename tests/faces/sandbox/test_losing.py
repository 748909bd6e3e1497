"""Children that die, hang, or want too much: one file is lost, and nothing else."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from faces.errors import BadImageError
from faces.sandbox import Limits, Sandbox
from faces.sandbox import sandbox as module
from tests.conftest import PROJECT
from tests.faces.image.pictures import looks_upright, quarters, save
from tests.faces.video.films import ColourRepresenter, PatchDetector, film, scene


@pytest.fixture
def photo(tmp_path):
    return save(tmp_path / "photo", quarters(), "PNG")


def until(true, seconds=10.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def exists(pid):
    return Path(f"/proc/{pid}").exists()


def state(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@contextmanager
def stopped_child(sandbox):
    """The sandbox's child, stopped: whatever it is asked, it is in the middle of it."""
    pid = sandbox._child.pid
    os.kill(pid, signal.SIGSTOP)
    until(lambda: state(pid) == "T")
    yield pid


def in_background(work):
    results = []

    def run():
        try:
            results.append(work())
        except BadImageError as error:
            results.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, results


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_child_that_dies_with_a_file_in_hand_is_replaced_and_the_file_is_read(number, photo):
    with Sandbox() as sandbox:
        sandbox.open_upright(photo)
        with stopped_child(sandbox) as pid:
            thread, results = in_background(lambda: sandbox.open_upright(photo))
            until(lambda: sandbox._child.engaged)
            os.kill(pid, number)
            os.kill(pid, signal.SIGCONT)
        thread.join()
        assert looks_upright(results[0].pixels)
        assert sandbox._child.pid != pid
        assert not exists(pid)


def test_a_file_that_two_children_died_of_is_bad_and_the_next_one_is_read(photo, monkeypatch):
    with Sandbox() as sandbox:
        fit_child, killed = sandbox._fit_child, []

        def doomed():
            child = fit_child()
            os.kill(child.pid, signal.SIGSEGV)
            killed.append(child.pid)
            return child

        with monkeypatch.context() as patch:
            patch.setattr(sandbox, "_fit_child", doomed)
            with pytest.raises(BadImageError, match="stopped working on this file"):
                sandbox.open_upright(photo)
        assert len(set(killed)) == 2
        assert looks_upright(sandbox.open_upright(photo).pixels)


def test_a_child_that_died_between_two_files_is_replaced(photo):
    with Sandbox() as sandbox:
        sandbox.open_upright(photo)
        pid = sandbox._child.pid
        os.kill(pid, signal.SIGKILL)
        until(lambda: state(pid) == "Z")
        assert looks_upright(sandbox.open_upright(photo).pixels)
        assert not exists(pid)


def test_a_child_that_hangs_is_given_up_in_time(photo):
    with Sandbox(Limits(seconds=0.5)) as sandbox:
        sandbox.open_upright(photo)
        start = time.monotonic()
        with stopped_child(sandbox) as pid, pytest.raises(BadImageError, match="too long"):
            sandbox.open_upright(photo)
        assert time.monotonic() - start < 5
        assert not exists(pid)
        assert looks_upright(sandbox.open_upright(photo).pixels)


def test_a_file_that_takes_too_much_of_the_processor_is_given_up(photo, tmp_path, monkeypatch):
    slow = tmp_path / "slow.png"
    Image.new("1", (15_000, 15_000)).save(slow)
    with Sandbox() as sandbox:
        sandbox.open_upright(photo)
        with monkeypatch.context() as patch:
            patch.setattr("faces.sandbox.process._PROCESSORS", 0)
            with pytest.raises(BadImageError, match="too long"):
                sandbox.open_upright(slow)
        assert looks_upright(sandbox.open_upright(photo).pixels)


def test_a_file_that_needs_too_much_memory_has_that_reason(photo, tmp_path):
    large = tmp_path / "large.png"
    Image.new("1", (12_000, 12_000)).save(large)
    with Sandbox(Limits(memory=600 * 1024 * 1024)) as sandbox:
        with pytest.raises(BadImageError, match="more memory than is allowed"):
            sandbox.open_upright(large)
        assert looks_upright(sandbox.open_upright(photo).pixels)


def test_a_film_whose_child_hangs_ends_there(tmp_path):
    path = film(tmp_path / "film", [scene()] * 60)
    with Sandbox(Limits(seconds=1)) as sandbox:

        class Stopping(PatchDetector):
            def detect(self, pixels):
                if len(self.shapes) == 2:
                    os.kill(sandbox._child.pid, signal.SIGSTOP)
                return super().detect(pixels)

        assert sandbox.analyse(path, Stopping(), ColourRepresenter()).frames_sampled == 3
        assert sandbox.probe(path).width == 320


def test_a_film_whose_time_is_over_ends_there(tmp_path):
    path = film(tmp_path / "film", [scene()] * 60)
    with Sandbox(Limits(film_seconds=0)) as sandbox:
        clip = sandbox.analyse(path, PatchDetector(), ColourRepresenter())
        assert clip.frames_sampled == 1


def test_a_film_whose_child_dies_is_analysed_again(tmp_path):
    path = film(tmp_path / "film", [scene()] * 60)
    with Sandbox() as sandbox:

        class Killing(PatchDetector):
            def detect(self, pixels):
                if len(self.shapes) == 2:
                    os.kill(sandbox._child.pid, signal.SIGKILL)
                return super().detect(pixels)

        assert sandbox.analyse(path, Killing(), ColourRepresenter()).frames_sampled == 12


@pytest.mark.parametrize("limits", [Limits(files=2), Limits(resident=1)])
def test_a_child_that_is_worn_out_is_replaced(limits, photo):
    with Sandbox(limits) as sandbox:
        pids = []
        for _ in range(4):
            sandbox.open_upright(photo)
            pids.append(sandbox._child.pid)
        assert len(set(pids)) == 4 // min(limits.files, 2 if limits.resident > 1 else 1)
        assert [pid for pid in set(pids) if exists(pid)] == [pids[-1]]


def test_one_child_serves_many_files(photo):
    with Sandbox() as sandbox:
        sandbox.open_upright(photo)
        pid = sandbox._child.pid
        for _ in range(20):
            sandbox.open_upright(photo)
        assert sandbox._child.pid == pid


def test_an_answer_nobody_waited_for_is_not_given_to_the_next(photo, tmp_path, monkeypatch):
    other = save(tmp_path / "other", quarters(40, 40), "PNG")
    with Sandbox() as sandbox:
        sandbox.open_upright(photo)

        def interrupted(*_, **__):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("faces.sandbox.process.receive", interrupted)
            with pytest.raises(KeyboardInterrupt):
                sandbox.open_upright(photo)
        assert sandbox.open_upright(other).width == 40


def test_threads_take_turns(photo):
    with Sandbox() as sandbox:
        started = [in_background(lambda: sandbox.open_upright(photo)) for _ in range(3)]
        for thread, _ in started:
            thread.join()
        assert all(looks_upright(results[0].pixels) for _, results in started)


def test_nothing_is_left_after_closing(photo):
    sandbox = Sandbox()
    sandbox.open_upright(photo)
    pid = sandbox._child.pid
    sandbox.close()
    assert not exists(pid)  # a zombie would still be there
    sandbox.close()


def test_a_forked_process_starts_a_child_of_its_own(photo):
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from faces.sandbox import Sandbox\n"
        "photo, sandbox = Path(sys.argv[1]), Sandbox()\n"
        "sandbox.open_upright(photo)\n"
        "before = sandbox._child.pid\n"
        "pid = os.fork()\n"
        "sandbox.open_upright(photo)\n"
        "same = sandbox._child.pid == before\n"
        "sandbox.close()\n"
        "if pid == 0:\n"
        "    os._exit(1 if same else 0)\n"
        "sys.exit(0 if same and os.waitpid(pid, 0)[1] == 0 else 1)\n"
    )
    subprocess.run(  # noqa: S603 ourselves
        [sys.executable, "-c", script, photo], cwd=PROJECT, check=True, timeout=60
    )


@pytest.mark.parametrize("is_busy", [False, True])
def test_a_child_does_not_outlive_a_parent_that_is_killed(is_busy, photo):
    script = (
        "import os, signal, sys, time\n"
        "from pathlib import Path\n"
        "from faces.sandbox import Sandbox\n"
        "sandbox = Sandbox()\n"
        "sandbox.open_upright(Path(sys.argv[1]))\n"
        "print(sandbox._child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen(  # noqa: S603 ourselves
        [sys.executable, "-c", script, photo], cwd=PROJECT, stdout=subprocess.PIPE
    )
    with parent:
        pid = int(parent.stdout.readline())
        if is_busy:
            os.kill(pid, signal.SIGSTOP)  # it will not notice that its socket closed
        parent.kill()
        parent.wait()
    until(lambda: not exists(pid) or state(pid) == "Z")


def test_a_child_has_no_secrets_in_its_environment(photo, monkeypatch):
    monkeypatch.setenv("KINDRED_SECRET_KEY", "hidden")
    with Sandbox() as sandbox:
        sandbox.open_upright(photo)
        environment = Path(f"/proc/{sandbox._child.pid}/environ").read_bytes()
    assert b"PYTHONPATH" in environment
    assert b"hidden" not in environment


def test_a_machine_without_a_filter_is_told_once_and_works(photo, monkeypatch, caplog):
    module._say_that_there_is_no_filter.cache_clear()
    started = module.Child

    def unfiltered(limits):
        child = started(limits)
        child.filtered = False
        return child

    monkeypatch.setattr(module, "Child", unfiltered)
    for _ in range(2):
        with Sandbox() as sandbox:
            assert looks_upright(sandbox.open_upright(photo).pixels)
    assert caplog.text.count("seccomp") == 1
