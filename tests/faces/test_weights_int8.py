import numpy as np
import onnx
import onnxruntime as ort
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faces.weights.int8 import MOST, STEP, int8_graph, quantise
from faces.weights.network import network_graph
from faces.weights.tfjs import read_arrays


@given(st.integers(0, 2**32 - 1), st.sampled_from([(1, 1, 8, 5), (3, 3, 1, 7)]))
def test_whole_numbers_are_within_half_a_step(seed, shape):
    random = np.random.default_rng(seed)
    scales = random.choice([0.001, 0.1, 10.0], shape[3])
    kernel = (random.normal(size=shape) * scales).astype(np.float32)
    bias = random.normal(size=shape[3]).astype(np.float32)
    whole, whole_bias, steps = quantise(kernel, bias)
    assert whole.dtype == np.int8
    assert whole.shape == (shape[3], shape[2], *shape[:2])
    assert np.abs(whole.astype(int)).max() <= MOST
    wide = steps[:, None, None, None]
    assert (np.abs(whole * wide - kernel.transpose(3, 2, 0, 1)) <= 0.501 * wide).all()
    np.testing.assert_allclose(whole_bias * STEP * steps, bias, atol=float(STEP * steps.max()))


def test_a_channel_of_zeros_keeps_its_bias():
    kernel = np.zeros((1, 1, 4, 2), np.float32)
    bias = np.array([3.0, -0.25], np.float32)
    whole, whole_bias, steps = quantise(kernel, bias)
    assert not whole.any()
    np.testing.assert_allclose(whole_bias * STEP * steps, bias, rtol=1e-6)


@pytest.mark.models
def test_the_runtime_runs_all_but_the_first_convolution_in_integers(onnx_models, tmp_path):
    options = ort.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "optimised.onnx")
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    path = str(onnx_models / "faceres-int8.onnx")
    ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    nodes = [node.op_type for node in onnx.load(tmp_path / "optimised.onnx").graph.node]
    assert nodes.count("QLinearConv") == 26
    assert nodes.count("Conv") + nodes.count("FusedConv") == 1


@pytest.mark.models
def test_both_forms_have_the_same_inputs_and_outputs(onnx_models):
    arrays = read_arrays(onnx_models / "faceres.json")
    whole, exact = int8_graph(arrays).graph, network_graph(arrays).graph
    assert list(whole.input) == list(exact.input)
    assert list(whole.output) == list(exact.output)
