import io

import numpy as np
import pytest
from PIL import Image

from faces.image import average_colour, encode, renditions
from tests.faces.image.pictures import looks_upright, quarters


def opened(data):
    return np.asarray(Image.open(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("size", "preview", "thumbnail"),
    [
        ((4000, 3000), (2048, 1536), (533, 400)),
        ((1500, 2000), (1500, 2000), (300, 400)),
        ((200, 100), (200, 100), (200, 100)),
        ((20_000, 500), (2048, 51), (1600, 40)),
        ((5000, 1), (2048, 1), (1600, 1)),
    ],
)
def test_renditions_have_the_promised_size(size, preview, thumbnail):
    made = renditions(quarters(*size))
    assert opened(made.preview).shape[1::-1] == preview
    assert opened(made.thumbnail).shape[1::-1] == thumbnail


def test_renditions_show_the_picture():
    made = renditions(quarters(1000, 800))
    assert looks_upright(opened(made.preview))
    assert looks_upright(opened(made.thumbnail))
    assert made.colour == "#666166"


def test_a_rendition_carries_no_metadata():
    image = Image.open(io.BytesIO(encode(quarters())))
    assert image.format == "JPEG"
    assert not image.getexif()
    assert not {"icc_profile", "exif", "xmp", "comment"} & image.info.keys()


def test_the_average_colour_is_written_as_css_has_it():
    pixels = np.empty((2, 2, 3), np.uint8)
    pixels[:] = (255, 0, 10)
    assert average_colour(pixels) == "#ff000a"
