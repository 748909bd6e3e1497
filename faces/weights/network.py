"""The paper's multi-output network (Fig. 1) as an ONNX graph.

MobileNet v1 up to global pooling gives the identity features; one hidden layer on top of them
gives the posteriors of age and gender. Batch normalisation is already folded into the arrays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import onnx
from onnx import TensorProto

from faces.types import AGES, FEATURES, Floats
from faces.weights.graph import SAME, Attribute, Graph, Shape
from faces.weights.layout import BLOCKS, SIDE, STRIDE_TWO

MEAN_RGB = np.array([123.68, 116.779, 103.939], np.float32)
INPUTS: dict[str, tuple[int, Shape]] = {"crops": (TensorProto.UINT8, ["N", SIDE, SIDE, 3])}
OUTPUTS: dict[str, Shape] = {
    "features": ["N", FEATURES],
    "age_posterior": ["N", AGES],
    "p_male": ["N", 1],
}


@dataclass(frozen=True, slots=True, eq=False)
class Convolution:
    """One of the 27 convolutions; a ReLU6 follows each."""

    name: str
    kernel: Floats
    """(height, width, in, out) float32; one input channel for each group."""
    bias: Floats
    """(out,) float32."""
    attributes: Mapping[str, Attribute] = field(default_factory=dict)


def network_graph(arrays: Mapping[str, Floats]) -> onnx.ModelProto:
    """Return the network with its preprocessing and the scaling of its features.

    Its input `crops` is (N, 224, 224, 3) uint8 RGB; its outputs are `features` (N, 1024) of unit
    L2 length, `age_posterior` (N, 100) and `p_male` (N, 1), all float32.
    """
    graph = Graph()
    value = preprocess(graph)
    for layer in convolutions(arrays):
        value = graph.conv(value, layer.name, layer.kernel, layer.bias, **layer.attributes)
        value = _relu6(graph, value)
    heads(graph, value, arrays)
    return graph.model("faceres", INPUTS, OUTPUTS)


def convolutions(arrays: Mapping[str, Floats]) -> Iterator[Convolution]:
    """Give the convolutions in their order, with batch normalisation folded in."""
    # The published kernel expects BGR: turning its input channels round costs nothing at run time.
    kernel = arrays["conv1/convolution/merged_input"][:, :, ::-1]
    bias = arrays["conv1_bn/batchnorm_1/sub"]
    yield Convolution("conv1", kernel, bias, {"strides": [2, 2], **SAME})
    for block in BLOCKS:
        yield _depthwise(f"conv_dw_{block}", 2 if block in STRIDE_TWO else 1, arrays)
        name = f"conv_pw_{block}"
        kernel = arrays[f"{name}/convolution/merged_input"]
        yield Convolution(name, kernel, arrays[f"{name}_bn/batchnorm_1/sub"])


def preprocess(graph: Graph) -> str:
    """Turn `crops` into float32 channels first, less the mean."""
    value = graph.add("Cast", ["crops"], "pixels", to=TensorProto.FLOAT)
    value = graph.add("Sub", [value, graph.constant("mean", MEAN_RGB)], "centred")
    return graph.add("Transpose", [value], "channels_first", perm=[0, 3, 1, 2])


def _depthwise(name: str, step: int, arrays: Mapping[str, Floats]) -> Convolution:
    scale = arrays[f"{name}_bn/batchnorm_1/mul"]
    kernel = arrays[f"{name}/depthwise_kernel"] * scale[:, np.newaxis]
    return Convolution(
        name,
        kernel.transpose(0, 1, 3, 2),  # one input channel in each of as many groups
        arrays[f"{name}_bn/batchnorm_1/sub"],
        {"strides": [step, step], "group": len(scale), **SAME},
    )


def _relu6(graph: Graph, value: str) -> str:
    low = graph.scalar(f"{value}/low", 0)
    high = graph.scalar(f"{value}/high", 6)
    return graph.add("Clip", [value, low, high], f"{value}_relu")


def heads(graph: Graph, value: str, arrays: Mapping[str, Floats]) -> None:
    """Go from the last (N, 1024, 7, 7) maps to the network's outputs."""
    value = graph.add("GlobalAveragePool", [value], "global_average")
    pooled = graph.add("Flatten", [value], "global_pooling")
    graph.add("LpNormalization", [pooled], "features", axis=1, p=2)
    value = graph.dense(pooled, "feats", arrays["feats/kernel"], arrays["feats/bias"])
    hidden = graph.add("Relu", [value], "feats_relu")
    for head, activation, output in (
        ("age_pred", "Softmax", "age_posterior"),
        ("gender_pred", "Sigmoid", "p_male"),
    ):
        value = graph.dense(hidden, head, arrays[f"{head}/kernel"], arrays[f"{head}/bias"])
        graph.add(activation, [value], output)
