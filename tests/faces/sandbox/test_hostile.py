"""Files made to break decoders: each gives a picture or a reason, and the next file is read."""

import io
import socket
import threading
from datetime import UTC, datetime

import av
import numpy as np
import pytest
from PIL import Image

from faces.errors import BadImageError
from faces.image import Kind
from tests.faces.image.pictures import looks_upright, png_header, quarters, save
from tests.faces.video.films import ANNA, ColourRepresenter, PatchDetector, film, scene

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CANARY = "canary-4f1c"
MUTATIONS = 25


@pytest.fixture(autouse=True)
def the_next_file_is_read(sandbox, tmp_path):
    yield
    innocent = save(tmp_path / "innocent", quarters(), "PNG")
    assert looks_upright(sandbox.open_upright(innocent).pixels)


@pytest.fixture
def listener():
    """A server on the loopback that counts who calls."""
    hits = []
    server = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            hits.append(connection)
            connection.close()

    thread = threading.Thread(target=accept)
    thread.start()
    yield server.getsockname()[1], hits
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


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


def test_a_bomb_is_refused_by_its_header(sandbox, tmp_path):
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(65_500, 65_500))
    assert path.stat().st_size < 1000
    with pytest.raises(BadImageError, match="4,290 megapixels; the limit is 250"):
        sandbox.open_upright(path)


def test_of_a_multi_picture_photo_the_huge_second_picture_is_never_opened(sandbox, tmp_path):
    path = tmp_path / "photo.jpg"
    first, second = (Image.fromarray(quarters()) for _ in range(2))
    first.save(path, "MPO", save_all=True, append_images=[second])
    content = bytearray(path.read_bytes())
    at = content.rfind(b"\xff\xc0\x00\x11\x08")  # the second frame's header: height, width
    content[at + 5 : at + 9] = b"\xff\xdc\xff\xdc"
    path.write_bytes(content)
    picture = sandbox.open_upright(path)
    assert (picture.width, picture.height) == (96, 64)
    assert looks_upright(picture.pixels)


def test_of_a_hundred_thousand_frames_the_first_is_taken(sandbox, tmp_path):
    file = io.BytesIO()
    Image.fromarray(quarters(8, 8)).save(file, "GIF")
    content = file.getvalue()
    at = content.index(b"\x2c\0\0\0\0")  # where the frame begins
    path = tmp_path / "photo.gif"
    path.write_bytes(content[:at] + content[at:-1] * 100_000 + b";")
    assert sandbox.open_upright(path).width == 8


@pytest.mark.parametrize(
    "content",
    [
        b"SIMPLE  =                    T",
        b"8BPS\0\1",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"\xd7\xcd\xc6\x9a\0\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xff\xfe\0\x09\0\x09",
        b"push graphic-context\nviewbox 0 0 9 9\nfill 'url(https://127.0.0.1/)'\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        b"AT&TFORM\0\0\0\x0cDJVMDIRM",
    ],
)
def test_what_is_not_on_the_list_is_not_tried(content, sandbox, tmp_path):
    for name in ("photo.jpg", "photo.jpg|", "$(touch x).png"):
        path = tmp_path / name
        path.write_bytes(content + bytes(2000))
        with pytest.raises(BadImageError, match="not a photo or video"):
            sandbox.open_upright(path)


@pytest.mark.parametrize("file_format", ["JPEG", "WEBP", "PNG", "TIFF", "HEIF", "AVIF"])
def test_mutated_photos_give_a_picture_or_a_reason(file_format, sandbox, tmp_path):
    path = save(tmp_path / "photo", quarters(256, 192), file_format)
    content, random = path.read_bytes(), np.random.default_rng(7)
    for _ in range(MUTATIONS):
        path.write_bytes(mutated(content, random))
        try:
            assert sandbox.open_upright(path).pixels.dtype == np.uint8
        except BadImageError as error:
            assert str(error)  # noqa: PT017  either is fine
        assert sandbox.read_metadata(path, Kind.PHOTO, now=NOW).orientation in range(1, 9)


@pytest.mark.parametrize("container", ["mp4", "avi", "matroska", "mpegts"])
def test_mutated_films_give_people_or_a_reason(container, sandbox, tmp_path):
    path = film(tmp_path / "film", [scene((ANNA, 100, 80))] * 12, container)
    content, random = path.read_bytes(), np.random.default_rng(7)
    for _ in range(8):
        path.write_bytes(mutated(content, random))
        assert everything(sandbox, path)


def mutated(content, random):
    """A few bytes changed, and sometimes the end cut off or a piece put elsewhere."""
    bytes_ = bytearray(content)
    for at in random.integers(0, len(bytes_), random.integers(1, 12)):
        bytes_[at] = random.integers(0, 256)
    kind = random.integers(0, 4)
    start, end = sorted(random.integers(0, len(bytes_), 2))
    if kind == 0:
        del bytes_[end:]
    if kind == 1:
        bytes_[start:start] = bytes_[start:end]
    return bytes(bytes_)


def playlists(port, canary):
    http, file = f"http://127.0.0.1:{port}/x.ts", f"file://{canary}"
    return [
        f"#EXTM3U\n#EXTINF:1,\n{http}\n#EXTINF:1,\n{file}\n",
        f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nconcat:{http}|{file}\n#EXT-X-ENDLIST\n",
        f"ffconcat version 1.0\nfile '{canary}'\nfile '{http}'\n",
        f"concat:{canary}|{http}",
        f"subfile,,start,0,end,9,,:{canary}",
        f"v=0\nc=IN IP4 127.0.0.1\nm=video {port} RTP/AVP 96\n",
        f"<MPD><Period><BaseURL>{http}</BaseURL></Period></MPD>",
    ]


@pytest.mark.parametrize("number", range(7))
@pytest.mark.parametrize(
    "before", [b"", b"\0\0\0\x18ftypisom\0\0\0\0isomavc1", b"RIFF\0\0\1\0AVI ", bytes(4)]
)
def test_a_playlist_reaches_no_file_and_no_address(before, number, sandbox, listener, tmp_path):
    port, hits = listener
    canary = tmp_path / "canary.txt"
    canary.write_text(CANARY * 100)
    path = tmp_path / "film.mp4"
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


def refers_to(content, other):
    """Make another file a film's data; the boxes around the reference grow by as much."""
    at = content.index(b"dref") - 4
    end = at + int.from_bytes(content[at : at + 4], "big")
    entry = alias(other)
    reference = (8 + 8 + len(entry)).to_bytes(4, "big") + b"dref" + bytes(4) + b"\0\0\0\1" + entry
    grown, out = len(reference) - (end - at), bytearray(content)
    for name in (b"moov", b"trak", b"mdia", b"minf", b"dinf"):
        start = content.rindex(name, 0, at) - 4
        size = int.from_bytes(content[start : start + 4], "big")
        out[start : start + 4] = (size + grown).to_bytes(4, "big")
    out[at:end] = reference
    return bytes(out)


def alias(other):
    """An alias record as FFmpeg reads it: 150 bytes of fixed fields, then the path."""
    text = other.encode()
    text += b"\0" * (len(text) % 2)
    fields = bytes(10) + bytes([4]) + b"disk".ljust(27, b"\0") + bytes(12)
    fields += bytes([4]) + b"film".ljust(63, b"\0") + bytes(16)
    fields += (1).to_bytes(2, "big") * 2 + bytes(16)
    path = (2).to_bytes(2, "big") + len(text).to_bytes(2, "big") + text
    body = bytes(4) + fields + path + (0xFFFF).to_bytes(2, "big") + bytes(2)
    return (8 + len(body)).to_bytes(4, "big") + b"alis" + body
