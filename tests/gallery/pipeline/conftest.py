import io

import numpy as np
import pytest
from PIL import Image, ImageColor, ImageDraw

from faces.sandbox import Sandbox
from faces.types import Box, Detection, Representation
from gallery import storage
from gallery.actions.keep_upload import keep_upload

LEFT, RIGHT = Box(0.1, 0.2, 0.3, 0.6), Box(0.6, 0.2, 0.8, 0.6)
LANDMARKS = ((0.4, 0.4), (0.6, 0.4), (0.5, 0.5), (0.42, 0.6), (0.58, 0.6))

SANDBOX = Sandbox()  # starts its child when it is first used


@pytest.fixture(scope="package", autouse=True)
def sandbox_closed():
    yield
    SANDBOX.close()


class Seer:
    """A Detector that finds faces at given places."""

    def __init__(self, *boxes, version="seer-1"):
        self.boxes, self.version, self.calls = boxes, version, 0

    def detect(self, pixels):
        self.calls += 1
        return [Detection(box, LANDMARKS, 0.99) for box in self.boxes]

    look_closer = detect


class Painter:
    """A Representer that tells faces apart by their colour alone."""

    def __init__(self, version="painter-1"):
        self.version, self.calls = version, 0

    def represent(self, crops):
        self.calls += 1
        features = np.zeros((len(crops), 1024), np.float32)
        middle = crops[:, 96:128, 96:128].reshape(len(crops), -1, 3).mean(axis=1)
        features[:, :3] = middle + 1.0
        features /= np.linalg.norm(features, axis=1, keepdims=True)
        ages = np.zeros((len(crops), 100), np.float32)
        ages[:, 29] = 1.0
        return Representation(features, ages, np.full(len(crops), 0.9, np.float32))


def painted(*colours, boxes=(LEFT, RIGHT), size=(600, 400), shade=0):
    """A JPEG with a face of each colour at its place; `shade` makes its bytes differ."""
    image = Image.new("RGB", size, (90, 90, 90 + shade))
    draw = ImageDraw.Draw(image)
    for box, colour in zip(boxes, colours, strict=False):
        left, right = box.left * size[0], box.right * size[0]
        top, bottom = box.top * size[1], box.bottom * size[1]
        draw.rectangle([left, top, right, bottom], fill=colour)
        # Stripes of a darker shade: a face without any detail would be too poor to steer.
        shadow = tuple(value // 3 for value in ImageColor.getrgb(colour))
        for row in range(round(top), round(bottom), 32):
            draw.rectangle([left, row, right, row + 10], fill=shadow)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=95)
    return file.getvalue()


@pytest.fixture
def keep(library, queued):
    """Keep some bytes in the library, as an upload does."""

    def keep(content, name="IMG_1.jpg", **also):
        incoming = storage.Incoming()
        incoming.write(content)
        return keep_upload(library, incoming.finish(), name=name, user=None, **also).asset

    return keep
