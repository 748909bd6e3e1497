"""The paper's multi-output network (Fig. 1) as an ONNX graph.

MobileNet v1 up to global pooling gives the identity features; one hidden layer on top of them
gives the posteriors of age and gender. Batch normalisation is already folded into the arrays.
"""

from collections.abc import Mapping

import numpy as np
import onnx
from onnx import TensorProto

from faces.types import AGES, FEATURES, Floats
from faces.weights.graph import SAME, Graph
from faces.weights.layout import BLOCKS, SIDE, STRIDE_TWO

MEAN_RGB = np.array([123.68, 116.779, 103.939], np.float32)


def network_graph(arrays: Mapping[str, Floats]) -> onnx.ModelProto:
    """Return the network with its preprocessing and the scaling of its features.

    Its input `crops` is (N, 224, 224, 3) uint8 RGB; its outputs are `features` (N, 1024) of unit
    L2 length, `age_posterior` (N, 100) and `p_male` (N, 1), all float32.
    """
    graph = Graph()
    value = _preprocess(graph)
    # The published kernel expects BGR: turning its input channels round costs nothing at run time.
    kernel = arrays["conv1/convolution/merged_input"][:, :, ::-1]
    bias = arrays["conv1_bn/batchnorm_1/sub"]
    value = graph.conv(value, "conv1", kernel, bias, strides=[2, 2], **SAME)
    value = _relu6(graph, value)
    for block in BLOCKS:
        value = _depthwise(graph, value, block, arrays)
        value = _pointwise(graph, value, block, arrays)
    _heads(graph, value, arrays)
    return graph.model(
        "faceres",
        {"crops": (TensorProto.UINT8, ["N", SIDE, SIDE, 3])},
        {"features": ["N", FEATURES], "age_posterior": ["N", AGES], "p_male": ["N", 1]},
    )


def _preprocess(graph: Graph) -> str:
    value = graph.add("Cast", ["crops"], "pixels", to=TensorProto.FLOAT)
    value = graph.add("Sub", [value, graph.constant("mean", MEAN_RGB)], "centred")
    return graph.add("Transpose", [value], "channels_first", perm=[0, 3, 1, 2])


def _depthwise(graph: Graph, value: str, block: int, arrays: Mapping[str, Floats]) -> str:
    scale = arrays[f"conv_dw_{block}_bn/batchnorm_1/mul"]
    kernel = arrays[f"conv_dw_{block}/depthwise_kernel"] * scale[:, np.newaxis]
    step = 2 if block in STRIDE_TWO else 1
    value = graph.conv(
        value,
        f"conv_dw_{block}",
        kernel.transpose(0, 1, 3, 2),  # one input channel in each of as many groups
        arrays[f"conv_dw_{block}_bn/batchnorm_1/sub"],
        strides=[step, step],
        group=len(scale),
        **SAME,
    )
    return _relu6(graph, value)


def _pointwise(graph: Graph, value: str, block: int, arrays: Mapping[str, Floats]) -> str:
    kernel = arrays[f"conv_pw_{block}/convolution/merged_input"]
    bias = arrays[f"conv_pw_{block}_bn/batchnorm_1/sub"]
    return _relu6(graph, graph.conv(value, f"conv_pw_{block}", kernel, bias))


def _relu6(graph: Graph, value: str) -> str:
    low = graph.scalar(f"{value}/low", 0)
    high = graph.scalar(f"{value}/high", 6)
    return graph.add("Clip", [value, low, high], f"{value}_relu")


def _heads(graph: Graph, value: str, arrays: Mapping[str, Floats]) -> None:
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
