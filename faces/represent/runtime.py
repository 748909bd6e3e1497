"""The network in ONNX Runtime."""

from pathlib import Path

from faces.represent.batches import represent_in_batches
from faces.types import Floats, Pixels, Representation
from faces.weights import current_versions
from faces.weights.session import open_session

WEIGHTS = "faceres"


class OnnxRepresenter:
    """A Representer on the CPU; preprocessing and scaling of the features are in its graph."""

    def __init__(self, models: Path, *, threads: int = 0) -> None:
        """Load the converted network.

        Raises:
            WeightsError: it is missing, damaged or of another version.
            ValueError: `threads` is negative.
        """
        self._session = open_session(models, WEIGHTS, "faceres.onnx", threads=threads)
        self._version = current_versions()[WEIGHTS]

    @property
    def version(self) -> str:
        return self._version

    def represent(self, crops: Pixels) -> Representation:
        """Represent N crops, (N, 224, 224, 3) uint8 RGB; ValueError for another shape."""
        return represent_in_batches(crops, self._run)

    def _run(self, crops: Pixels) -> tuple[Floats, Floats, Floats]:
        features, age_posterior, p_male = self._session.run(
            ["features", "age_posterior", "p_male"], {"crops": crops}
        )
        return features, age_posterior, p_male
