"""Films that name other files and addresses, or are damaged: they reach nothing."""

import socket
from datetime import UTC, datetime

import av
import numpy as np
import pytest

from faces.errors import BadImageError
from faces.image import Kind
from tests.faces.sandbox.addresses import listening, playlists, refers_to
from tests.faces.sandbox.hostile import mutated
from tests.faces.video.films import ANNA, ColourRepresenter, PatchDetector, film, scene

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CANARY = "canary-4f1c"


pytestmark = pytest.mark.usefixtures("the_next_file_is_read")


@pytest.fixture
def listener():
    with listening() as (port, hits):
        yield port, hits


def everything(sandbox, path):
    """All that can be got out of a file, as one text."""
    said = []
    for look in (
        lambda: bytes(sandbox.open_upright(path).pixels),
        lambda: bytes(sandbox.read_poster(path).pixels),
        lambda: sandbox.probe(path),
        lambda: sandbox.read_metadata(path, Kind.PHOTO, now=NOW),
        lambda: sandbox.read_metadata(path, Kind.VIDEO, now=NOW),
        lambda: sandbox.analyse(path, PatchDetector(), ColourRepresenter()),
    ):
        try:
            said.append(repr(look()))
        except BadImageError as error:
            said.append(str(error))
    return "\n".join(said)


@pytest.mark.parametrize("container", ["mp4", "avi", "matroska", "mpegts"])
def test_mutated_films_give_people_or_a_reason(container, sandbox, tmp_path):
    path = film(tmp_path / "film", [scene((ANNA, 100, 80))] * 12, container)
    content, random = path.read_bytes(), np.random.default_rng(7)
    for _ in range(8):
        path.write_bytes(mutated(content, random))
        assert everything(sandbox, path)


@pytest.mark.parametrize("number", range(9))
@pytest.mark.parametrize("ending", ["mp4", "avi", "mov"])
@pytest.mark.parametrize(
    "before", [b"", b"\0\0\0\x18ftypisom\0\0\0\0isomavc1", b"RIFF\0\0\1\0AVI ", bytes(4)]
)
def test_a_playlist_reaches_no_file_and_no_address(
    before, number, ending, sandbox, listener, tmp_path
):
    port, hits = listener
    canary = tmp_path / "canary.txt"
    canary.write_text(CANARY * 100)
    path = tmp_path / f"film.{ending}"
    path.write_bytes(before + playlists(port, canary)[number].encode() + bytes(2000))
    said = everything(sandbox, path)
    assert CANARY not in said
    assert hits == []
    assert "Probe(" not in said


def test_the_listener_of_these_tests_would_have_noticed(listener):
    port, hits = listener
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.recv(1)
    assert len(hits) == 1


def test_a_film_that_names_another_file_as_its_data_does_not_get_it(sandbox, tmp_path):
    other = film(tmp_path / "other", [scene((ANNA, 100, 80))] * 6, "mov")
    content = bytearray(other.read_bytes())
    start, end = content.index(b"mdat") + 4, content.index(b"moov") - 4
    content[start:end] = bytes(end - start)
    path = tmp_path / "film.mov"
    path.write_bytes(refers_to(bytes(content), str(other)))

    options = {"enable_drefs": "1", "use_absolute_path": "1"}  # what FFmpeg does if it may
    with av.open(str(path), options=options) as video:
        assert next(video.decode(video=0)).width == 320
    assert "ClipFace(" not in everything(sandbox, path)
    with pytest.raises(BadImageError, match="no pictures"):
        sandbox.read_poster(path)


def test_a_film_that_names_an_address_as_its_data_does_not_call_there(sandbox, listener, tmp_path):
    port, hits = listener
    content = film(tmp_path / "film", [scene((ANNA, 100, 80))] * 6, "mov").read_bytes()
    path = tmp_path / "film.mov"
    path.write_bytes(refers_to(content, f"http://127.0.0.1:{port}/x.mov"))
    assert everything(sandbox, path)
    assert hits == []
