"""Reads the arrays of a TensorFlow.js graph model."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from faces.errors import WeightsError
from faces.types import Floats


def read_arrays(manifest: Path) -> dict[str, Floats]:
    """Return the float arrays of a graph model by name, as float32.

    The manifest lists the arrays in the order of the bytes in its binary files; an array may be
    stored as float16. Integer arrays (axes of a reduction) belong to the graph and are left out.

    Args:
        manifest: the model's `.json`; its binary files lie beside it.

    Raises:
        WeightsError: an array is quantised in an unknown way, or the bytes do not add up.
    """
    groups = json.loads(manifest.read_text(encoding="utf-8"))["weightsManifest"]
    return {
        name: array.astype(np.float32)
        for group in groups
        for name, array in _group_arrays(group, manifest)
        if array.dtype.kind == "f"
    }


# The parsed JSON of a format of others, hence Any.
def _group_arrays(
    group: dict[str, Any], manifest: Path
) -> Iterator[tuple[str, npt.NDArray[np.generic]]]:
    data = b"".join((manifest.parent / path).read_bytes() for path in group["paths"])
    offset = 0
    for entry in group["weights"]:
        dtype = _stored_dtype(entry, manifest)
        count = int(np.prod(entry["shape"], dtype=np.int64))
        end = offset + count * dtype.itemsize
        if end > len(data):
            raise WeightsError(
                f"{manifest}: {entry['name']} ends at byte {end}, but there are {len(data)}."
            )
        yield entry["name"], np.frombuffer(data, dtype, count, offset).reshape(entry["shape"])
        offset = end
    if offset != len(data):
        raise WeightsError(f"{manifest}: {len(data) - offset} bytes are left over.")


def _stored_dtype(entry: dict[str, Any], manifest: Path) -> np.dtype[np.generic]:
    stored = entry.get("quantization", entry)["dtype"]
    if stored not in {"float16", "float32", "int32"}:
        raise WeightsError(f"{manifest}: {entry['name']} is stored as {stored}, which is unknown.")
    dtype: np.dtype[np.generic] = np.dtype(stored).newbyteorder("<")
    return dtype
