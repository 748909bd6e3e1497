"""OpenVINO in the place of ONNX Runtime, for benchmarks only (`pip install openvino==2026.4.1`)."""

import importlib
import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import numpy as np
import numpy.typing as npt

from faces.types import Floats
from faces.weights.store import checked_file

Array = npt.NDArray[np.generic]


class OpenVinoSession:
    """Answers like a session of ONNX Runtime."""

    def __init__(self, path: Path, threads: int) -> None:
        openvino = importlib.import_module("openvino")  # optional, and slow to import
        core = openvino.Core()
        settings = {
            "INFERENCE_NUM_THREADS": threads,
            "INFERENCE_PRECISION_HINT": "f32",
            "PERFORMANCE_HINT": "LATENCY",
            "NUM_STREAMS": 1,
            "ENABLE_CPU_PINNING": False,
        }
        self._model = core.compile_model(core.read_model(path), "CPU", settings)
        self._request = self._model.create_infer_request()
        self._names = [output.get_any_name() for output in self._model.outputs]

    def run(self, names: Sequence[str] | None, feeds: Mapping[str, Array]) -> list[Floats]:
        answers = self._request.infer(dict(feeds), share_inputs=True)
        by_name = dict(zip(self._names, answers.values(), strict=True))
        return [by_name[name] for name in names or self._names]

    def get_outputs(self) -> list[SimpleNamespace]:
        lengths = [output.get_partial_shape()[1].get_length() for output in self._model.outputs]
        return [SimpleNamespace(shape=[None, length]) for length in lengths]


@contextmanager
def openvino_instead() -> Iterator[None]:
    """Let what is loaded inside run on OpenVINO."""

    def opened(
        models: Path, name: str, file: str, *, threads: int = 0, **_: bool
    ) -> OpenVinoSession:
        return OpenVinoSession(checked_file(models, name, file), threads)

    with (
        mock.patch("faces.detect.cascade.open_session", opened),
        mock.patch("faces.represent.runtime.open_session", opened),
    ):
        yield


def is_there() -> bool:
    return importlib.util.find_spec("openvino") is not None
