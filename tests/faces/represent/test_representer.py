import importlib
import sys

import numpy as np
import pytest

from faces.errors import RuntimeMissingError
from faces.evaluate.datasets import read_utkface
from faces.evaluate.drift import represent_both, whole_pictures
from faces.represent import load_representer, version_of
from faces.represent.runtime import OnnxRepresenter, open_int8
from faces.weights.session import open_session

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def onnx(onnx_models):
    return load_representer("onnx", models=onnx_models)


@pytest.fixture(scope="module")
def int8(onnx_models):
    return load_representer("onnx-int8", models=onnx_models)


def noise(count, seed=0):
    """Smooth and rough pictures alike: noise of several grains."""
    random = np.random.default_rng(seed)
    crops = [
        np.kron(
            random.integers(0, 256, (224 // grain, 224 // grain, 3), np.uint8),
            np.ones((grain, grain, 1), np.uint8),
        )
        for grain in random.choice([1, 2, 4, 8, 16, 32], count)
    ]
    return np.array(crops)


def test_answers_have_the_promised_shapes_and_ranges(onnx):
    answer = onnx.represent(noise(3))
    assert answer.features.shape == (3, 1024)
    assert answer.age_posterior.shape == (3, 100)
    assert answer.p_male.shape == (3,)
    assert {array.dtype for array in _arrays(answer)} == {np.dtype(np.float32)}
    np.testing.assert_allclose(np.linalg.norm(answer.features, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(answer.age_posterior.sum(axis=1), 1, atol=1e-5)
    assert ((answer.p_male >= 0) & (answer.p_male <= 1)).all()


def test_no_crops_give_no_representations(onnx):
    answer = onnx.represent(np.empty((0, 224, 224, 3), np.uint8))
    assert len(answer) == 0
    assert answer.features.shape == (0, 1024)


def test_a_batch_changes_nothing(onnx):
    crops = noise(35)
    together = onnx.represent(crops)
    for index in (0, 31, 32, 34):
        alone = onnx.represent(crops[index : index + 1])
        for one, many in zip(_arrays(alone), _arrays(together), strict=True):
            np.testing.assert_allclose(one[0], many[index], atol=1e-5)


def test_crops_that_are_a_view_are_welcome(onnx):
    crops = noise(2)
    turned = crops[:, :, ::-1]
    copied = onnx.represent(np.ascontiguousarray(turned))
    np.testing.assert_array_equal(onnx.represent(turned).features, copied.features)


@pytest.mark.parametrize(
    "crops",
    [
        np.zeros((1, 160, 160, 3), np.uint8),
        np.zeros((224, 224, 3), np.uint8),
        np.zeros((1, 224, 224, 3), np.float32),
    ],
)
def test_other_shapes_and_types_are_refused_with_what_came(onnx, crops):
    with pytest.raises(ValueError, match=str(crops.dtype)):
        onnx.represent(crops)


def test_the_version_names_the_weights_and_the_form(onnx, int8):
    assert onnx.version == version_of("onnx") == version_of("tensorflow") == "faceres-2c7d2d62"
    assert int8.version == version_of("onnx-int8") == "faceres-2c7d2d62+int8.1"


def test_an_unknown_runtime_is_refused(onnx_models):
    with pytest.raises(ValueError, match="got 'torch'"):
        load_representer("torch", models=onnx_models)


def test_the_version_of_an_unknown_runtime_is_refused():
    with pytest.raises(ValueError, match="one of onnx, onnx-int8, tensorflow, got 'int8'"):
        version_of("int8")


def test_int8_is_near_float_on_made_up_pictures(onnx, int8):
    crops = noise(24, seed=2)
    ours, theirs = int8.represent(crops), onnx.represent(crops)
    np.testing.assert_allclose(np.linalg.norm(ours.features, axis=1), 1, atol=1e-5)
    cosines = (ours.features * theirs.features).sum(axis=1)
    assert np.median(cosines) > 0.98
    assert cosines.min() > 0.9  # pictures that no face network was made for
    assert not np.array_equal(ours.features, theirs.features)
    assert np.abs(ours.p_male - theirs.p_male).mean() < 0.1


def test_int8_is_near_float_on_faces(onnx, int8, shared_data):
    photos = read_utkface(shared_data / "utkface" / "data")[::100]
    both = represent_both(whole_pictures(photos), onnx, int8)
    assert both.cosines.min() > 0.97
    ages, others = both.ages
    assert np.abs(ages - others).mean() < 1.5


def test_the_fast_way_is_taken_only_where_it_agrees_with_the_wide_one(
    onnx_models, int8, monkeypatch
):
    class Saturated:
        def __init__(self, session):
            self.session = session

        def run(self, names, feeds):
            return [answer / 2 for answer in self.session.run(names, feeds)]

    opened = []

    def on_a_cpu_without_vnni(*args, wide, **options):
        session = open_session(*args, wide=wide, **options)
        opened.append(session if wide else Saturated(session))
        return opened[-1]

    monkeypatch.setattr("faces.represent.runtime.open_session", on_a_cpu_without_vnni)
    chosen = open_int8(onnx_models)
    assert chosen is opened[1]
    crops = noise(4, seed=3)
    wide = OnnxRepresenter(chosen, int8.version).represent(crops)
    np.testing.assert_allclose(wide.features, int8.represent(crops).features, atol=1e-5)


def test_missing_tensorflow_says_how_to_install_it(onnx_models, monkeypatch):
    monkeypatch.delitem(sys.modules, "faces.represent.tensorflow", raising=False)
    monkeypatch.delitem(sys.modules, "faces.represent.network", raising=False)
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    with pytest.raises(RuntimeMissingError, match="pip install --group tensorflow"):
        load_representer("tensorflow", models=onnx_models)


def test_keras_and_onnx_runtime_agree(onnx, onnx_models):
    pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
    keras = load_representer("tensorflow", models=onnx_models)
    crops = noise(40, seed=1)
    ours, theirs = onnx.represent(crops), keras.represent(crops)
    np.testing.assert_allclose(ours.features, theirs.features, atol=2e-5)
    np.testing.assert_allclose(ours.age_posterior, theirs.age_posterior, atol=2e-5)
    np.testing.assert_allclose(ours.p_male, theirs.p_male, atol=2e-5)
    assert keras.version == onnx.version
    assert len(keras.represent(crops[:0])) == 0


def test_threads_asked_for_too_late_are_logged_and_the_answer_is_the_same(onnx_models, caplog):
    pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
    crops = noise(2)
    first = load_representer("tensorflow", models=onnx_models).represent(crops)
    later = load_representer("tensorflow", models=onnx_models, threads=7)
    np.testing.assert_allclose(later.represent(crops).features, first.features, atol=1e-6)
    assert "TensorFlow keeps its number of threads" in caplog.text


def test_the_keras_layers_have_the_names_and_parameters_of_the_paper():
    pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
    network = importlib.import_module("faces.represent.network").build_network()
    names = {layer.name for layer in network.layers}
    assert {"conv1", "conv_dw_13", "conv_pw_13", "global_pooling", "feats"} <= names
    # The published files hold 3,489,405 numbers. The scales of the depthwise convolutions (4,960)
    # are folded into their kernels here; the limits of each ReLU6 (54) and two axes are no weights.
    assert network.count_params() == 3_489_405 - 4_960 - 54 - 2


def _arrays(answer):
    return answer.features, answer.age_posterior, answer.p_male
