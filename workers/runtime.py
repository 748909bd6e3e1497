"""Detector, network and decoder: one of each in a worker child, from when it is first wanted.

Nothing here imports TensorFlow unless KINDRED_RUNTIME=tensorflow.
"""

from functools import cache

from django.conf import settings

from faces.detect import load_detector
from faces.represent import load_representer
from faces.sandbox import Sandbox
from faces.types import Detector, Representer
from faces.weights import current_versions
from gallery.pipeline.photo import Engine


@cache
def detector() -> Detector:
    """The detector of this process."""
    return load_detector(settings.MODELS_DIR, threads=settings.THREADS)


@cache
def representer() -> Representer:
    """The network of this process."""
    return load_representer(settings.RUNTIME, settings.MODELS_DIR, threads=settings.THREADS)


@cache
def engine() -> Engine:
    """What looks at photos and videos in this process."""
    return Engine(Sandbox(), detector, representer)


def representer_version() -> str:
    """Which network is in use, without loading it."""
    return current_versions()["faceres"]
