import cv2
import numpy as np
import pytest

from faces.aggregate import expected_age
from faces.represent import load_representer

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def utkface(shared_data, onnx_models):
    """What the network says of the 2,196 aligned faces, with their true ages and genders."""
    paths = sorted((shared_data / "utkface" / "data").rglob("*.jpg"))
    crops = np.array([_crop(path) for path in paths])
    labels = np.array([[int(part) for part in path.name.split("_")[:2]] for path in paths])
    return load_representer(models=onnx_models).represent(crops), labels[:, 0], labels[:, 1] == 0


def _crop(path):
    return cv2.cvtColor(cv2.resize(cv2.imread(str(path)), (224, 224)), cv2.COLOR_BGR2RGB)


def test_gender_is_right_as_often_as_published(utkface):
    said, _, male = utkface
    assert len(male) == 2196
    assert np.mean((said.p_male >= 0.6) == male) == pytest.approx(0.8989, abs=0.002)


@pytest.mark.parametrize(("top", "error"), [(2, 9.04), (3, 8.90), (100, 8.95)])
def test_age_is_as_near_as_published(utkface, top, error):
    said, age, _ = utkface
    guess = expected_age(said.age_posterior, top=top)
    assert np.abs(guess - age).mean() == pytest.approx(error, abs=0.03)
