"""Detector and network, loaded once in each worker child, when the first face wants them.

Nothing here imports TensorFlow unless KINDRED_RUNTIME=tensorflow.
"""

from functools import cache

from django.conf import settings

from faces.detect import load_detector
from faces.represent import load_representer
from faces.types import Detector, Representer
from faces.weights import current_versions


@cache
def detector() -> Detector:
    """The detector of this process."""
    return load_detector(settings.MODELS_DIR, threads=settings.THREADS)


@cache
def representer() -> Representer:
    """The network of this process."""
    return load_representer(settings.RUNTIME, settings.MODELS_DIR, threads=settings.THREADS)


def representer_version() -> str:
    """Which network is in use, without loading it."""
    return current_versions()["faceres"]
