"""Five short clips with faces, with the real networks; the clips are no part of this project."""

import numpy as np
import pytest

from faces.detect import load_detector
from faces.represent import load_representer
from faces.video import analyse, probe, read_poster

ONE_PERSON = ["driving/d18.mp4", "source/s20.mp4", "source/s29.mp4"]


@pytest.fixture(scope="module")
def models(onnx_models):
    return load_detector(onnx_models), load_representer(models=onnx_models)


@pytest.mark.models
@pytest.mark.parametrize("name", ONE_PERSON)
def test_a_clip_of_one_person_gives_that_person(shared_data, models, name):
    file = shared_data / "videos/liveportrait" / name
    clip = analyse(file, *models)
    (person,) = [person for person in clip.people if person.enough]
    assert person.frames > 0.9 * clip.frames_sampled
    assert np.linalg.norm(person.features) == pytest.approx(1.0, abs=1e-5)
    assert (clip.width, clip.height) == (probe(file).width, probe(file).height)


@pytest.mark.models
def test_a_singer_is_one_person_and_his_audience_four_others(shared_data, models):
    clip = analyse(
        shared_data / "videos/face_recognition/examples/short_hamilton_clip.mp4", *models
    )
    singer, *audience = (person for person in clip.people if person.enough)
    assert singer.moments[-1][1] < min(person.moments[0][0] for person in audience)
    assert len(audience) == 4
    assert singer.p_male > 0.6


def test_every_real_video_has_a_poster(shared_data):
    files = [p for p in shared_data.rglob("*") if p.suffix in (".mp4", ".mov")]
    for file in sorted(files):
        if file.name != "quicktime-jpeg.mov":  # holds a header and no film
            assert read_poster(file).pixels.std() > 5, file
    assert len(files) >= 9
