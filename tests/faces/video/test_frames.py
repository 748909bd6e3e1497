import av
import numpy as np
import pytest

from faces.errors import BadImageError
from faces.video import probe, read_poster
from faces.video.containers import open_video
from tests.faces.image.pictures import looks_upright, quarters
from tests.faces.video.films import FORMATS, film


@pytest.mark.parametrize("container", FORMATS)
def test_every_container_is_opened(container, tmp_path):
    file = film(tmp_path / "film", [quarters(320, 240)] * 15, container)
    found = probe(file)
    assert (found.width, found.height) == (320, 240)
    assert found.codec == FORMATS[container].removeprefix("lib").replace("x264", "h264")
    assert found.duration_s == pytest.approx(0.5, abs=0.1)
    poster = read_poster(file)
    assert (poster.width, poster.height) == (320, 240)
    assert looks_upright(poster.pixels, 40)


@pytest.mark.parametrize(("rotation", "turns"), [(0, 0), (90, 1), (180, 2), (-90, -1)])
def test_a_turned_film_is_shown_upright(rotation, turns, tmp_path):
    stored = np.rot90(quarters(320, 240), -turns)
    file = film(tmp_path / "film", [np.ascontiguousarray(stored)] * 5, rotation=rotation)
    poster = read_poster(file)
    assert (poster.width, poster.height) == (320, 240)
    assert (probe(file).width, probe(file).height) == (320, 240)
    assert looks_upright(poster.pixels, 40)


def test_pixels_that_are_no_squares_are_stretched(tmp_path):
    file = film(tmp_path / "film", [quarters(360, 240)] * 5, "mov", aspect=(4, 3))
    assert (probe(file).width, probe(file).height) == (480, 240)
    assert read_poster(file).pixels.shape == (240, 480, 3)


def test_a_poster_is_reduced_and_skips_the_black_start(tmp_path):
    black = np.zeros((240, 320, 3), np.uint8)
    file = film(tmp_path / "film", [black] * 45 + [quarters(320, 240)] * 20)
    poster = read_poster(file, longest=160)
    assert (poster.width, poster.height) == (320, 240)
    assert poster.pixels.shape == (120, 160, 3)
    assert looks_upright(poster.pixels, 40)


def test_a_film_that_stays_black_has_a_black_poster(tmp_path):
    file = film(tmp_path / "film", [np.zeros((64, 64, 3), np.uint8)] * 3)
    assert read_poster(file).pixels.max() < 30


def test_a_recording_without_pictures_is_refused(tmp_path):
    with av.open(str(tmp_path / "sound"), "w", format="mp4") as out:
        stream = out.add_stream("aac", rate=44_100)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        silence.sample_rate = 44_100
        out.mux(stream.encode(silence))
        out.mux(stream.encode())
    with pytest.raises(BadImageError, match="sound but no pictures"):
        probe(tmp_path / "sound")


def test_of_a_film_that_is_cut_off_the_beginning_is_used(tmp_path):
    whole = film(tmp_path / "film", [quarters(320, 240)] * 60, "matroska").read_bytes()
    frames = []
    for tenth in range(1, 10):
        (tmp_path / "cut").write_bytes(whole[: len(whole) * tenth // 10])
        with open_video(tmp_path / "cut") as video:
            frames.append(sum(1 for _ in video.frames()))
    assert frames == sorted(frames)
    assert frames[4] > 10
    assert frames[-1] > 40


def test_of_a_film_without_its_index_nothing_can_be_used(tmp_path):
    whole = film(tmp_path / "film", [quarters(320, 240)] * 60, "mp4").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadImageError, match="damaged or cut off"):
        probe(tmp_path / "cut")


@pytest.mark.parametrize("container", FORMATS)
def test_flipped_bytes_give_frames_or_a_bad_image_and_nothing_else(container, tmp_path):
    file = film(tmp_path / "film", [quarters(160, 120)] * 20, container)
    whole = np.frombuffer(file.read_bytes(), np.uint8)
    random = np.random.default_rng(5)
    opened = 0
    for _ in range(25):
        mutated = whole.copy()
        places = random.integers(0, len(mutated), 12)
        mutated[places] = random.integers(0, 255, 12, np.uint8)
        file.write_bytes(mutated.tobytes())
        try:
            opened += read_poster(file).pixels.ndim == 3
        except BadImageError:
            continue
    assert opened > 0
