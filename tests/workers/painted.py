"""The workers with stand-ins for detector and network: `celery --app tests.workers.painted`.

They are slow, so that a kill finds them at work.
"""

import os
import signal
import time

import django

from workers import app

django.setup()

from tests.gallery.pipeline.conftest import LEFT, RIGHT, Painter, Seer  # noqa: E402 rows need Django
from workers import runtime  # noqa: E402 it reads settings


class SlowSeer(Seer):
    def detect(self, pixels):
        time.sleep(0.15)
        if pixels[200, 90, 1] > 200:  # a green face: a file that kills its decoder
            os.kill(os.getpid(), signal.SIGKILL)
        return super().detect(pixels)


class SlowPainter(Painter):
    def represent(self, crops):
        time.sleep(0.15)
        return super().represent(crops)


runtime.detector = lambda: SlowSeer(LEFT, RIGHT)
runtime.representer = SlowPainter
runtime.representer_version = lambda: SlowPainter().version

__all__ = ["app"]
