"""Builds ONNX graphs node by node."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from faces.types import Floats

OPSET = 17
IR_VERSION = 8  # of that opset's time, so that older runtimes read the files as well

Shape = Sequence[int | str]
Attribute = int | float | str | Sequence[int]
SAME = {"auto_pad": "SAME_UPPER"}  # TensorFlow's SAME: an odd pixel of padding goes to the end


class Graph:
    """A chain of ONNX nodes under construction; each method returns the new value's name."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def add(self, op: str, inputs: Sequence[str], output: str, **attributes: Attribute) -> str:
        node = helper.make_node(op, inputs, [output], name=output)
        node.attribute.extend(helper.make_attribute(*pair) for pair in attributes.items())
        self._nodes.append(node)
        return output

    def constant(self, name: str, array: npt.NDArray[np.generic]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def scalar(self, name: str, value: float, dtype: npt.DTypeLike = np.float32) -> str:
        self._constants.append(numpy_helper.from_array(np.array(value, dtype), name))
        return name

    def conv(
        self, value: str, name: str, kernel: Floats, bias: Floats, **attributes: Attribute
    ) -> str:
        """Convolve with a TensorFlow kernel, (height, width, in, out) float32."""
        weights = self.constant(f"{name}/kernel", kernel.transpose(3, 2, 0, 1))
        return self.add(
            "Conv", [value, weights, self.constant(f"{name}/bias", bias)], name, **attributes
        )

    def dense(self, value: str, name: str, kernel: Floats, bias: Floats) -> str:
        """Multiply (N, in) by a kernel (in, out) and add the bias (out,)."""
        return self.add(
            "Gemm",
            [value, self.constant(f"{name}/kernel", kernel), self.constant(f"{name}/bias", bias)],
            name,
        )

    def split(self, value: str, parts: Mapping[str, int], *, axis: int) -> None:
        """Cut a value along an axis into parts, given by name and length."""
        lengths = self.constant(f"{value}/lengths", np.array([*parts.values()], np.int64))
        node = helper.make_node("Split", [value, lengths], [*parts], name=f"{value}/split")
        node.attribute.append(helper.make_attribute("axis", axis))
        self._nodes.append(node)

    def model(
        self, name: str, inputs: Mapping[str, tuple[int, Shape]], outputs: Mapping[str, Shape]
    ) -> onnx.ModelProto:
        """Return the checked model.

        Args:
            name: what the graph is called.
            inputs: element type (of TensorProto) and shape by name.
            outputs: shape by name; all are float32.
        """
        graph = helper.make_graph(
            self._nodes,
            name,
            [helper.make_tensor_value_info(key, *value) for key, value in inputs.items()],
            [
                helper.make_tensor_value_info(key, TensorProto.FLOAT, shape)
                for key, shape in outputs.items()
            ],
            self._constants,
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR_VERSION,
            producer_name="kindred",
        )
        onnx.checker.check_model(model, full_check=True)
        return model
