"""The people of films of every kind that phones and cameras write."""

from fractions import Fraction

import av
import numpy as np
import pytest

from faces.errors import BadImageError
from faces.video import analyse, probe
from tests.faces.video.films import ANNA, BERT, ColourRepresenter, PatchDetector, film, scene

BOTH = [scene((ANNA, 20, 80), (BERT, 220, 80))]


def people_of(path):
    return analyse(path, PatchDetector(), ColourRepresenter())


def test_moments_of_a_film_of_uneven_frame_rate_are_in_seconds(tmp_path):
    # Half a second at 60 frames a second; a pause; 15 frames a second with Anna; 30 without.
    times = [t / 60 for t in range(30)]
    times += [3 + t / 15 for t in range(30)]
    times += [5 + t / 30 for t in range(30)]
    frames = [scene()] * 30 + [scene((ANNA, 100, 80))] * 30 + [scene()] * 30
    file = film(tmp_path / "film", frames, "matroska", "libx264", times=times)
    (anna,) = people_of(file).people
    ((first, last),) = anna.moments
    assert 3.0 - 1e-3 <= first <= 3.0 + 5 / 15
    assert 5.0 - 4 / 15 <= last <= 5.0
    assert anna.time == pytest.approx(4.0, abs=1.0)


@pytest.mark.parametrize(
    ("container", "codec", "pixel_format", "name"),
    [
        ("mov", "libx264", "yuv420p10le", "h264"),
        ("mov", "libx265", "yuv420p", "hevc"),
        ("mov", "libx265", "yuv420p10le", "hevc"),
        ("mov", "libx264", "yuv444p", "h264"),
        ("avi", "mjpeg", "yuvj422p", "mjpeg"),
        ("matroska", "libsvtav1", "yuv420p10le", "libdav1d"),
    ],
)
def test_codecs_and_depths_of_phones_and_cameras(container, codec, pixel_format, name, tmp_path):
    file = film(tmp_path / "film", BOTH * 30, container, codec, pixel_format=pixel_format)
    assert probe(file).codec == name
    assert [round(person.age) for person in people_of(file).people] == [30, 60]


def test_sound_changes_nothing(tmp_path):
    with av.open(str(tmp_path / "film"), "w", format="mp4") as out:
        pictures = out.add_stream("libx264", rate=30)
        pictures.width, pictures.height, pictures.pix_fmt = 320, 240, "yuv420p"
        sound = out.add_stream("aac", rate=48_000)
        for number in range(30):
            frame = av.VideoFrame.from_ndarray(BOTH[0], format="rgb24")
            out.mux(pictures.encode(frame))
            silence = av.AudioFrame.from_ndarray(np.zeros((1, 1600), np.float32), "fltp", "mono")
            silence.sample_rate, silence.pts = 48_000, 1600 * number
            silence.time_base = Fraction(1, 48_000)
            out.mux(sound.encode(silence))
        out.mux(pictures.encode())
        out.mux(sound.encode())
    with_sound = people_of(tmp_path / "film")
    without = people_of(film(tmp_path / "silent", BOTH * 30, codec="libx264"))
    assert with_sound.frames_sampled == without.frames_sampled == 10
    assert [one.frames for one in with_sound.people] == [one.frames for one in without.people]


def test_of_a_film_that_is_cut_off_the_people_of_its_beginning_are_found(tmp_path):
    file = film(tmp_path / "film", BOTH * 60, "matroska")
    whole = people_of(file)
    content = file.read_bytes()
    file.write_bytes(content[: len(content) * 6 // 10])
    cut = people_of(file)
    assert 0 < cut.frames_sampled < whole.frames_sampled
    assert len(cut.people) == 2
    assert cut.people[0].moments[0][0] == 0.0


def test_a_film_cut_off_before_its_first_frame_says_so(tmp_path):
    file = film(tmp_path / "film", BOTH * 30, "mp4")
    file.write_bytes(file.read_bytes()[:60])
    with pytest.raises(BadImageError):
        people_of(file)


@pytest.mark.parametrize(("rotation", "turns"), [(90, 1), (180, 2), (-90, -1)])
def test_the_boxes_of_a_turned_film_are_those_of_the_upright_picture(rotation, turns, tmp_path):
    stored = np.ascontiguousarray(np.rot90(scene((ANNA, 20, 30)), -turns))
    clip = people_of(film(tmp_path / "film", [stored] * 30, rotation=rotation))
    (anna,) = clip.people
    assert (clip.width, clip.height) == (320, 240)
    assert anna.detection.box.left == pytest.approx(20 / 320, abs=0.02)
    assert anna.detection.box.top == pytest.approx(30 / 240, abs=0.02)


@pytest.mark.parametrize("rate", [10, 24, 30, 60])
def test_who_is_in_all_of_a_second_is_seen_often_enough(rate, tmp_path):
    clip = people_of(film(tmp_path / "film", BOTH * rate, rate=rate))
    assert len(clip.people) == 2
    assert all(person.enough for person in clip.people)
    assert clip.duration_s == pytest.approx(1.0, abs=0.1)


def test_a_single_frame_is_a_film(tmp_path):
    clip = people_of(film(tmp_path / "film", BOTH))
    assert clip.frames_sampled == 1
    assert [person.enough for person in clip.people] == [True, True]
