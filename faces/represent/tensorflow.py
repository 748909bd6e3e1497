"""The network in TensorFlow: the same answers, slower; importing this imports TensorFlow."""

import logging
from pathlib import Path

import numpy as np
import tensorflow as tf

from faces.represent.batches import represent_in_batches
from faces.represent.network import build_network, load_arrays, preprocess
from faces.represent.versions import WEIGHTS
from faces.types import Floats, Pixels, Representation
from faces.weights.layout import SIDE
from faces.weights.store import checked_file
from faces.weights.tfjs import read_arrays

logger = logging.getLogger(__name__)


class KerasRepresenter:
    """A Representer that runs the Keras model."""

    def __init__(self, models: Path, version: str, *, threads: int = 0) -> None:
        """Build the model and give it the published arrays.

        TensorFlow takes the number of threads once in a process, before its first work; a later
        one is logged and has no effect.

        Raises:
            WeightsError: the arrays are missing, damaged or of another version.
            ValueError: `threads` is negative.
        """
        _limit_threads(threads)
        checked_file(models, WEIGHTS, "faceres.bin")
        network = build_network()
        load_arrays(network, read_arrays(checked_file(models, WEIGHTS, "faceres.json")))
        # Traced once for any batch: 8.5 ms a face, where `predict` takes 14.1.
        signature = [tf.TensorSpec((None, SIDE, SIDE, 3), tf.float32)]
        self._network = tf.function(network, input_signature=signature)
        self._version = version

    @property
    def version(self) -> str:
        return self._version

    def represent(self, crops: Pixels) -> Representation:
        """Represent N crops, (N, 224, 224, 3) uint8 RGB; ValueError for another shape."""
        return represent_in_batches(crops, self._run)

    def _run(self, crops: Pixels) -> tuple[Floats, Floats, Floats]:
        pooled, age_posterior, p_male = (
            value.numpy() for value in self._network(preprocess(crops))
        )
        length = np.linalg.norm(pooled, axis=1, keepdims=True)
        return pooled / np.maximum(length, np.finfo(np.float32).tiny), age_posterior, p_male


def _limit_threads(threads: int) -> None:
    """Take at most this many threads; 0 leaves the number to TensorFlow."""
    if threads < 0:
        raise ValueError(f"threads must be 0 or more, got {threads}")
    if not threads or tf.config.threading.get_intra_op_parallelism_threads() == threads:
        return
    try:
        tf.config.threading.set_intra_op_parallelism_threads(threads)
    except RuntimeError as error:
        logger.warning("TensorFlow keeps its number of threads: %s", error)
