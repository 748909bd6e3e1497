"""A photo through its stages in one go, decoded once: reading it is a third of what they take.

Videos have one stage that reads their frames, and it is not run from here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from faces.sandbox import Sandbox
from faces.types import Detector, Representer
from gallery import jobs
from gallery.models import Stage
from gallery.pipeline import detect, ingest, represent


@dataclass(frozen=True, slots=True)
class Engine:
    """What looks at photos; the networks are loaded when they are first wanted."""

    sandbox: Sandbox
    detector: Callable[[], Detector]
    representer: Callable[[], Representer]


def ingest_and_go_on(pk: int, engine: Engine) -> None:
    """Ingest an asset and, if it is a photo whose faces are wanted, find and represent them."""
    with engine.sandbox.once():
        with jobs.without_queue(Stage.DETECT):
            goes_on = ingest.run(pk, sandbox=engine.sandbox)
        if goes_on:
            detect_and_go_on(pk, engine)


def detect_and_go_on(pk: int, engine: Engine) -> None:
    """Find the faces of a photo and represent them."""
    with engine.sandbox.once():
        with jobs.without_queue(Stage.REPRESENT):
            goes_on = detect.run(pk, detector=engine.detector(), sandbox=engine.sandbox)
        if goes_on:
            represent_asset(pk, engine)


def represent_asset(pk: int, engine: Engine) -> None:
    """Represent the faces of a photo, or find and represent those of a video."""
    represent.run(
        pk,
        detector=engine.detector(),
        representer=engine.representer(),
        sandbox=engine.sandbox,
    )
