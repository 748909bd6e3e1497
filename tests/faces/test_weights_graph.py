import numpy as np
import onnxruntime as ort
import pytest
from onnx import TensorProto

from faces.weights.graph import SAME, Graph


def answer(graph, output, shape, picture):
    model = graph.model("test", {"x": (TensorProto.FLOAT, picture.shape)}, {output: shape})
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": picture})[0]


@pytest.mark.parametrize("side", [6, 7])
def test_same_padding_puts_the_odd_pixel_at_the_end(side):
    graph = Graph()
    kernel = np.ones((3, 3, 1, 1), np.float32)
    graph.conv("x", "y", kernel, np.zeros(1, np.float32), strides=[2, 2], **SAME)
    picture = np.arange(side * side, dtype=np.float32).reshape(1, 1, side, side)
    half = (side + 1) // 2
    total = (half - 1) * 2 + 3 - side
    padded = np.pad(picture[0, 0], [(total // 2, total - total // 2)] * 2)
    expected = [
        [padded[2 * r : 2 * r + 3, 2 * c : 2 * c + 3].sum() for c in range(half)]
        for r in range(half)
    ]
    np.testing.assert_allclose(answer(graph, "y", [1, 1, half, half], picture)[0, 0], expected)
