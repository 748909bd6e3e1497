import numpy as np
import onnxruntime as ort
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from onnx import TensorProto

from faces.weights.graph import Graph
from faces.weights.prelu import blocked, conv_of_prelu, pooled_prelu, prelu

small = st.floats(-2, 2, width=32)
pictures = arrays(np.float32, (1, 3, 4, 6), elements=small)
slopes = arrays(np.float32, 3, elements=small)
kernels = arrays(np.float32, (1, 1, 3, 3), elements=small)


def answer(graph, output, shape, picture):
    model = graph.model("test", {"x": (TensorProto.FLOAT, picture.shape)}, {output: shape})
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": picture})[0]


def bent(values, slope):
    return np.where(values > 0, values, slope.reshape(-1, 1, 1) * values)


def mixed(picture, kernel, bias):
    return np.einsum("nchw,cd->ndhw", picture, kernel[0, 0]) + bias.reshape(-1, 1, 1)


@settings(max_examples=30)
@given(pictures, slopes)
def test_prelu_is_prelu_for_slopes_of_either_sign(picture, slope):
    graph = Graph()
    prelu(graph, "x", "y", slope)
    np.testing.assert_allclose(
        answer(graph, "y", [1, 3, 4, 6], picture), bent(picture, slope), atol=1e-6
    )


@settings(max_examples=30)
@given(pictures, slopes, kernels, slopes)
def test_a_layer_takes_the_two_parts_of_prelu_by_themselves(picture, slope, kernel, bias):
    graph = Graph()
    conv_of_prelu(graph, "x", "y", slope, (kernel, bias))
    expected = mixed(bent(picture, slope), kernel, bias)
    np.testing.assert_allclose(answer(graph, "y", [1, 3, 4, 6], picture), expected, atol=1e-4)


@settings(max_examples=30)
@given(pictures, kernels, slopes, slopes)
def test_prelu_after_the_pooling_is_prelu_before_it(picture, kernel, bias, slope):
    graph = Graph()
    output = pooled_prelu(
        graph, "x", "y", (kernel, bias, slope), kernel_shape=[2, 2], strides=[2, 2]
    )
    found = answer(graph, output, [1, 16, 2, 3], picture)
    before = bent(mixed(picture, kernel, bias), slope)
    expected = before.reshape(1, 3, 2, 2, 3, 2).max(axis=(3, 5))
    np.testing.assert_allclose(found[:, :3], expected, atol=1e-4)
    assert not found[:, 3:].any()


def test_blocks_are_filled_up_with_zeros():
    array = np.ones((28, 2), np.float32)
    assert blocked(array, 0).sum() == 56
    assert blocked(array, 0).shape == (32, 2)
    assert blocked(array[:16], 0).shape == (16, 2)
