import importlib
import sys

import numpy as np
import pytest

from faces.errors import RuntimeMissingError
from faces.represent import load_representer

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def onnx(onnx_models):
    return load_representer("onnx", models=onnx_models)


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


def test_the_version_names_the_weights(onnx):
    assert onnx.version == "faceres-2c7d2d62"


def test_an_unknown_runtime_is_refused(onnx_models):
    with pytest.raises(ValueError, match="got 'torch'"):
        load_representer("torch", models=onnx_models)


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
