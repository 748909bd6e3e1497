"""The network in ONNX Runtime."""

from pathlib import Path

import numpy as np
import onnxruntime as ort

from faces.represent.batches import represent_in_batches
from faces.represent.versions import WEIGHTS
from faces.types import Floats, Pixels, Representation
from faces.weights.layout import SIDE
from faces.weights.session import open_session

OUTPUTS = ["features", "age_posterior", "p_male"]


class OnnxRepresenter:
    """A Representer on the CPU; preprocessing and scaling of the features are in its graph."""

    def __init__(self, session: ort.InferenceSession, version: str) -> None:
        """Run a session's network under the version that rows say of its answers."""
        self._session, self._version = session, version

    @property
    def version(self) -> str:
        return self._version

    def represent(self, crops: Pixels) -> Representation:
        """Represent N crops, (N, 224, 224, 3) uint8 RGB; ValueError for another shape."""
        return represent_in_batches(crops, self._run)

    def _run(self, crops: Pixels) -> tuple[Floats, Floats, Floats]:
        features, age_posterior, p_male = self._session.run(OUTPUTS, {"crops": crops})
        return features, age_posterior, p_male


def open_float(models: Path, *, threads: int = 0) -> ort.InferenceSession:
    """Open the float32 form; see `open_session` for arguments and errors."""
    return open_session(models, WEIGHTS, "faceres.onnx", threads=threads)


def open_int8(models: Path, *, threads: int = 0) -> ort.InferenceSession:
    """Open the int8 form so that it gives the same features on every machine.

    Processors of x64 without VNNI add two products of uint8 and int8 in 16 bits, which are too
    few: features come out wrong, and nothing says so. What the processor does is seen, not asked
    for: the fast way is taken only where it agrees with the wide one. See `open_session` for
    arguments and errors.
    """
    fast, wide = (
        open_session(models, WEIGHTS, "faceres-int8.onnx", threads=threads, wide=wide)
        for wide in (False, True)
    )
    crops = np.random.default_rng(0).integers(0, 256, (1, SIDE, SIDE, 3), np.uint8)
    seen, right = (session.run(OUTPUTS[:1], {"crops": crops})[0] for session in (fast, wide))
    return fast if np.allclose(seen, right, atol=1e-5) else wide
