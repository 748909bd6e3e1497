"""Chooses the runtime of the network by name."""

from pathlib import Path

from faces.errors import RuntimeMissingError
from faces.represent.runtime import OnnxRepresenter, open_float, open_int8
from faces.represent.versions import version_of
from faces.types import Representer
from faces.weights import models_folder


def load_representer(
    runtime: str = "onnx", models: Path | None = None, threads: int = 0
) -> Representer:
    """Load the network.

    Args:
        runtime: "onnx", "onnx-int8" for 8-bit integers, or "tensorflow" for the Keras model.
        models: the folder that set-up filled; `models_folder()` by default.
        threads: at most this many at work; 0 takes each core that this process may use.

    Raises:
        ValueError: there is no such runtime.
        WeightsError: the weights are missing, damaged or of another version.
        RuntimeMissingError: TensorFlow is asked for and not installed.
    """
    folder, version = models or models_folder(), version_of(runtime)
    if runtime == "onnx":
        return OnnxRepresenter(open_float(folder, threads=threads), version)
    if runtime == "onnx-int8":
        return OnnxRepresenter(open_int8(folder, threads=threads), version)
    try:
        # TensorFlow takes 5 s and 1 GB to load, so nothing imports it unless asked.
        from faces.represent.tensorflow import KerasRepresenter  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise RuntimeMissingError(
            f"The runtime tensorflow needs {error.name}, which is not installed. "
            "Install it with `pip install --group tensorflow`."
        ) from error
    return KerasRepresenter(folder, version, threads=threads)
