"""The paper's network with its convolutions in 8-bit integers, in the QDQ form of ONNX.

Each value that a ReLU6 leaves is in 0..6 by its definition, so it is written as uint8 in steps of
6/255 with 0 at 0, and the saturation of uint8 is the ReLU6 itself: no photo is needed to find
ranges. Kernels are int8, symmetric, with a step for each output channel (Jacob et al. 2018;
Krishnamoorthi 2018, section 3); biases are int32. The first convolution, whose input has no such
range, the pooling and the heads stay in float32: 2 % of the work.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import onnx

from faces.types import Floats
from faces.weights.graph import Graph
from faces.weights.network import INPUTS, OUTPUTS, Convolution, convolutions, heads, preprocess

Int8s = npt.NDArray[np.int8]
Int32s = npt.NDArray[np.int32]

STEP = 6 / 255
"""Of activations."""
MOST = 127
"""Of kernels: -128 is left out, so that they are symmetric."""
LARGEST_BIAS = 2**30
"""Leaves room for the sum of products, 1024 * 127 * 255, in 32 bits."""


def int8_graph(arrays: Mapping[str, Floats]) -> onnx.ModelProto:
    """Return the network, with the inputs and outputs of `network_graph`."""
    graph = Graph()
    first, *others = convolutions(arrays)
    value = graph.conv(preprocess(graph), first.name, first.kernel, first.bias, **first.attributes)
    value = _relu6(graph, value)
    for layer in others:
        value = _relu6(graph, _convolve(graph, value, layer))
    heads(graph, value, arrays)
    return graph.model("faceres-int8", INPUTS, OUTPUTS)


def quantise(kernel: Floats, bias: Floats) -> tuple[Int8s, Int32s, Floats]:
    """Write a convolution in integers; each channel's largest weight is 127 of its steps.

    Args:
        kernel: (height, width, in, out) float32.
        bias: (out,) float32.

    Returns:
        Kernel (out, in, height, width) int8, bias (out,) int32 in units of its channel's step
        times `STEP`, and the steps (out,) float32.
    """
    weights = kernel.transpose(3, 2, 0, 1)
    # A channel of zeros is nothing but its bias, which has to fit as well.
    least = np.maximum(np.abs(bias) / (STEP * LARGEST_BIAS), np.finfo(np.float32).tiny)
    steps = np.maximum(np.abs(weights).max(axis=(1, 2, 3)) / MOST, least).astype(np.float32)
    whole = np.rint(weights / steps[:, np.newaxis, np.newaxis, np.newaxis])
    whole_bias = np.rint(bias / (np.float64(STEP) * steps))
    return whole.astype(np.int8), whole_bias.astype(np.int32), steps


def _convolve(graph: Graph, value: str, layer: Convolution) -> str:
    name = layer.name
    kernel, bias, steps = quantise(layer.kernel, layer.bias)
    bias_steps = (STEP * steps).astype(np.float32)
    weights = _dequantise(graph, graph.constant(f"{name}/kernel", kernel), steps, np.int8)
    biases = _dequantise(graph, graph.constant(f"{name}/bias", bias), bias_steps, np.int32)
    return graph.add("Conv", [value, weights, biases], name, **layer.attributes)


def _dequantise(graph: Graph, constant: str, steps: Floats, dtype: type[np.generic]) -> str:
    step = graph.constant(f"{constant}/step", steps)
    zero = graph.constant(f"{constant}/zero", np.zeros(len(steps), dtype))
    return graph.add("DequantizeLinear", [constant, step, zero], f"{constant}/float", axis=0)


def _relu6(graph: Graph, value: str) -> str:
    step = graph.scalar(f"{value}/step", STEP)
    zero = graph.scalar(f"{value}/zero", 0, np.uint8)
    whole = graph.add("QuantizeLinear", [value, step, zero], f"{value}/bytes")
    return graph.add("DequantizeLinear", [whole, step, zero], f"{value}_relu")
