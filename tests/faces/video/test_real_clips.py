"""Five short clips with faces, with the real networks; the clips are no part of this project."""

import numpy as np
import pytest

from faces.detect import load_detector
from faces.represent import load_representer
from faces.video import analyse, probe, read_poster

pytestmark = pytest.mark.models

# The people who are in the picture long enough, counted by eye.
CLIPS = {
    "liveportrait/driving/d18.mp4": 1,
    "liveportrait/source/s20.mp4": 1,
    "liveportrait/source/s29.mp4": 1,
    "facenet-pytorch/examples/video.mp4": 1,
}


@pytest.fixture(scope="module")
def models(onnx_models):
    return load_detector(onnx_models), load_representer(models=onnx_models)


@pytest.mark.parametrize("name", CLIPS)
def test_a_real_clip_gives_its_people(shared_data, models, name):
    file = shared_data / "videos" / name
    clip = analyse(file, *models)
    main = [person for person in clip.people if person.enough]
    for person in clip.people:
        print(name, person.frames, round(person.age), round(person.p_male, 2), person.moments)  # noqa: T201
    assert len(main) == CLIPS[name]
    assert main[0].frames > 0.8 * clip.frames_sampled
    assert np.linalg.norm(main[0].features) == pytest.approx(1.0, abs=1e-5)
    assert (clip.width, clip.height) == (probe(file).width, probe(file).height)


def test_every_real_video_has_a_poster(shared_data):
    files = [p for p in shared_data.rglob("*") if p.suffix in (".mp4", ".mov")]
    for file in sorted(files):
        if file.name != "quicktime-jpeg.mov":  # holds a header and no film
            assert read_poster(file).pixels.std() > 5, file
    assert len(files) >= 9
