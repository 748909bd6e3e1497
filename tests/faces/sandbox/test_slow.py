"""Small files that take long: each is given up in time, and the worker goes on."""

import pytest

from faces.errors import BadImageError
from faces.sandbox import Limits, Sandbox
from tests.faces.image.pictures import looks_upright, quarters, save
from tests.faces.sandbox import hostile
from tests.faces.video.films import ColourRepresenter, PatchDetector, film, scene

TOO_SHORT = Limits(seconds=0.01)


@pytest.fixture(scope="module")
def hurried():
    """One sandbox for all of them, as a worker has one."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.mark.parametrize("file_format", hostile.FORMATS)
def test_a_slow_photo_of_any_format_is_given_up_and_the_next_is_read(
    file_format, hurried, tmp_path, monkeypatch
):
    slow = tmp_path / "slow.jpg"
    slow.write_bytes(hostile.slow(file_format))
    hurried.close()
    with monkeypatch.context() as patch:
        patch.setattr(hurried, "_limits", TOO_SHORT)  # for the child that it starts now
        with pytest.raises(BadImageError, match="took too long"):
            hurried.open_upright(slow)
    innocent = save(tmp_path / "innocent", quarters(), "PNG")
    assert looks_upright(hurried.open_upright(innocent).pixels)


def test_a_slow_film_is_given_up_and_the_next_file_is_read(hurried, tmp_path, monkeypatch):
    slow = film(tmp_path / "slow", [scene(size=(1080, 1920))] * 30, "mp4", "libx264")
    hurried.close()
    with monkeypatch.context() as patch:
        patch.setattr(hurried, "_limits", TOO_SHORT)  # for the child that it starts now
        with pytest.raises(BadImageError, match="took too long"):
            hurried.analyse(slow, PatchDetector(), ColourRepresenter())
    innocent = save(tmp_path / "innocent", quarters(), "PNG")
    assert looks_upright(hurried.open_upright(innocent).pixels)


def test_the_limits_of_one_file_end_before_a_worker_gives_up_on_the_task():
    seconds = Limits().seconds
    assert seconds <= 60
    # Its metadata and its picture, each with a second try should the child be lost.
    assert 2 * 2 * seconds < 5 * 60
