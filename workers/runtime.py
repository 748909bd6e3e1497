"""Detector, network and decoder: one of each in a worker child, from when it is first wanted.

Nothing here imports TensorFlow unless KINDRED_RUNTIME=tensorflow.
"""

from functools import cache

from django.conf import settings

from faces.detect import load_detector
from faces.represent import load_representer, version_of
from faces.sandbox import Sandbox
from faces.types import Detector, Representer
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
    """What rows say of the network in use, without loading it."""
    return version_of(settings.RUNTIME)
