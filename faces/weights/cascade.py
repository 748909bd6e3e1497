"""MTCNN's three networks (Zhang et al. 2016) as ONNX graphs.

Each takes uint8 RGB pictures, channels last, and gives the probability of a face, the four shifts
of the box's sides in units of its size and, for O-Net, five landmarks in the same units
(x1..x5, y1..y5).
"""

from collections.abc import Iterator, Sequence

import numpy as np
import onnx
from onnx import TensorProto

from faces.types import Floats
from faces.weights.graph import SAME, Graph, Shape
from faces.weights.prelu import blocked, conv_of_prelu, pooled_prelu, prelu

_POOL_3 = {"kernel_shape": [3, 3], "strides": [2, 2]}
_POOL_2 = {"kernel_shape": [2, 2], "strides": [2, 2]}


def proposal_graph(arrays: Sequence[Floats]) -> onnx.ModelProto:
    """P-Net: `pictures` (N, H, W, 3) to `score` (N, 1, h, w) and `shift` (N, 4, h, w)."""
    graph, queue = Graph(), iter(arrays)
    first = (*_of_bytes(next(queue), next(queue)), next(queue).ravel())
    value = pooled_prelu(graph, _channels_first(graph), "conv1", first, **_POOL_2, **SAME)
    value = _conv_prelu(graph, value, "conv2", queue)
    value = graph.conv(value, "conv3", next(queue), next(queue))
    slope, shift = next(queue).ravel(), (next(queue), next(queue))
    face = _face_against_not(next(queue), next(queue))
    both = np.concatenate([shift[0], face[0]], axis=3), np.concatenate([shift[1], face[1]])
    answers = conv_of_prelu(graph, value, "answers", slope, both)
    graph.split(answers, {"shift": 4, "face": 1}, axis=1)
    graph.add("Sigmoid", ["face"], "score")
    return graph.model(
        "pnet",
        {"pictures": (TensorProto.UINT8, ["N", "H", "W", 3])},
        {"score": ["N", 1, "h", "w"], "shift": ["N", 4, "h", "w"]},
    )


def refinement_graph(arrays: Sequence[Floats]) -> onnx.ModelProto:
    """R-Net: `pictures` (N, 24, 24, 3) to `score` (N, 1) and `shift` (N, 4)."""
    graph, queue = Graph(), iter(arrays)
    first = iter([*_of_bytes(next(queue), next(queue)), next(queue)])
    value = _conv_prelu(graph, _channels_first(graph), "conv1", first)
    value = graph.add("MaxPool", [value], "pool1", **_POOL_3, **SAME)
    value = _conv_prelu(graph, value, "conv2", queue)
    value = graph.add("MaxPool", [value], "pool2", **_POOL_3)
    value = _conv_prelu(graph, value, "conv3", queue)
    value = _flat_prelu(graph, value, "fc4", side=3, queue=queue)
    graph.dense(value, "shift", next(queue), next(queue))
    _score(graph, value, queue)
    return graph.model("rnet", _patches(24), {"score": ["N", 1], "shift": ["N", 4]})


def output_graph(arrays: Sequence[Floats]) -> onnx.ModelProto:
    """O-Net: `pictures` (N, 48, 48, 3) to `score` (N, 1), `shift` (N, 4), `landmarks` (N, 10)."""
    graph, queue = Graph(), iter(arrays)
    first = iter([*_of_bytes(next(queue), next(queue)), next(queue)])
    value = _conv_prelu(graph, _channels_first(graph), "conv1", first)
    value = graph.add("MaxPool", [value], "pool1", **_POOL_3, **SAME)
    value = _conv_prelu(graph, value, "conv2", queue)
    value = graph.add("MaxPool", [value], "pool2", **_POOL_3)
    value = _conv_prelu(graph, value, "conv3", queue)
    value = graph.add("MaxPool", [value], "pool3", **_POOL_2, **SAME)
    value = _conv_prelu(graph, value, "conv4", queue)
    value = _flat_prelu(graph, value, "fc5", side=3, queue=queue)
    graph.dense(value, "shift", next(queue), next(queue))
    graph.dense(value, "landmarks", next(queue), next(queue))
    _score(graph, value, queue)
    shapes: dict[str, Shape] = {"score": ["N", 1], "shift": ["N", 4], "landmarks": ["N", 10]}
    return graph.model("onet", _patches(48), shapes)


def _patches(side: int) -> dict[str, tuple[int, Shape]]:
    return {"pictures": (TensorProto.UINT8, ["N", side, side, 3])}


def _channels_first(graph: Graph) -> str:
    value = graph.add("Cast", ["pictures"], "pixels", to=TensorProto.FLOAT)
    return graph.add("Transpose", [value], "channels_first", perm=[0, 3, 1, 2])


def _of_bytes(kernel: Floats, bias: Floats) -> tuple[Floats, Floats]:
    """Let the first layer take bytes 0..255 instead of (x - 127.5) / 128; it has no padding."""
    kernel = kernel / np.float32(128)
    return kernel, bias - np.float32(127.5) * kernel.sum(axis=(0, 1, 2))


def _conv_prelu(graph: Graph, value: str, name: str, queue: Iterator[Floats]) -> str:
    """Convolve and apply PReLU; maps are filled up with zeros to whole blocks of channels."""
    kernel, bias, slope = next(queue), next(queue), next(queue).ravel()
    if value != "channels_first":
        kernel = blocked(kernel, 2)
    value = graph.conv(value, name, blocked(kernel, 3), blocked(bias, 0))
    return prelu(graph, value, f"{name}_prelu", blocked(slope, 0))


def _flat_prelu(graph: Graph, value: str, name: str, side: int, queue: Iterator[Floats]) -> str:
    kernel, bias, slope = next(queue), next(queue), next(queue)
    # The published kernel reads (width, height, channels); our pictures are channels first.
    by_place = kernel.reshape(side, side, -1, kernel.shape[1])
    kernel = by_place.transpose(2, 1, 0, 3).reshape(kernel.shape)
    value = graph.add("Flatten", [value], f"{name}_flat")
    return graph.add(
        "PRelu",
        [graph.dense(value, name, kernel, bias), graph.constant(f"{name}/slope", slope)],
        f"{name}_prelu",
    )


def _score(graph: Graph, value: str, queue: Iterator[Floats]) -> None:
    kernel, bias = _face_against_not(next(queue), next(queue))
    graph.add("Sigmoid", [graph.dense(value, "face", kernel, bias)], "score")


def _face_against_not(kernel: Floats, bias: Floats) -> tuple[Floats, Floats]:
    """Turn the last layer of a softmax over (not a face, face) into one of a sigmoid: the same."""
    return kernel[..., 1:] - kernel[..., :1], bias[1:] - bias[:1]
