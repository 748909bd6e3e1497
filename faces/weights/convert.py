"""Set-up: the published files in, checked ONNX files out."""

import logging
from collections.abc import Callable
from pathlib import Path

import joblib
import onnx

from faces.weights.cascade import output_graph, proposal_graph, refinement_graph
from faces.weights.int8 import int8_graph
from faces.weights.manifest import Weights, read_manifest, sha256_of_file
from faces.weights.network import network_graph
from faces.weights.sources import checked_files
from faces.weights.store import CONVERTER, Converted, is_current, write_stamp, write_whole
from faces.weights.tfjs import read_arrays

logger = logging.getLogger(__name__)


def set_up(models: Path, *, packages: dict[str, Path] | None = None) -> list[str]:
    """Convert what is not current and return the revisions that were converted.

    Args:
        models: the folder to fill; made if it is missing.
        packages: the unpacked package's folder by name of the weights, where npm or pip did not
            put it in its usual place.

    Raises:
        WeightsError: a published file is missing or is another one; says how to get it.
    """
    models.mkdir(parents=True, exist_ok=True)
    converted = []
    for name, weights in read_manifest().items():
        if is_current(models, weights):
            continue
        files = checked_files(weights, package=(packages or {}).get(name))
        made = _CONVERTERS[name](files)
        for file, data in made.items():
            write_whole(models / file, data)
        _record(models, weights, made)
        logger.info("converted %s into %s", weights.revision, models)
        converted.append(weights.revision)
    return converted


def _convert_network(files: dict[str, Path]) -> dict[str, bytes]:
    """Build the ONNX files, and keep the published pair for the Keras model."""
    arrays = read_arrays(files["faceres.json"])
    built = {
        "faceres.onnx": _bytes(network_graph(arrays)),
        "faceres-int8.onnx": _bytes(int8_graph(arrays)),
    }
    return built | {name: path.read_bytes() for name, path in files.items()}


def _convert_cascade(files: dict[str, Path]) -> dict[str, bytes]:
    # joblib unpickles, which runs what the file says: only after its sha256 was checked.
    return {
        f"mtcnn-{net}.onnx": _bytes(build(joblib.load(files[f"{net}.lz4"])))
        for net, build in (
            ("pnet", proposal_graph),
            ("rnet", refinement_graph),
            ("onet", output_graph),
        )
    }


def _bytes(model: onnx.ModelProto) -> bytes:
    data: bytes = model.SerializeToString(deterministic=True)
    return data


def _record(models: Path, weights: Weights, made: dict[str, bytes]) -> None:
    files = {file: sha256_of_file(models / file) for file in made}
    write_stamp(models, weights.name, Converted(weights.revision, CONVERTER, files))


_CONVERTERS: dict[str, Callable[[dict[str, Path]], dict[str, bytes]]] = {
    "faceres": _convert_network,
    "mtcnn": _convert_cascade,
}
