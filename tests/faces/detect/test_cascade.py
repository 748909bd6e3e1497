import numpy as np
import pytest

from faces.detect.cascade import Cascade
from faces.types import Pixels

pytestmark = pytest.mark.models


@pytest.mark.parametrize("height", [12, 13, 14, 75, 76, 77, 78, 79, 140, 141])
def test_strips_of_a_level_give_the_maps_of_the_whole_level(onnx_models, height):
    cascade = Cascade(onnx_models, threads=1)
    level: Pixels = np.random.default_rng(height).integers(0, 256, (height, 30, 3), np.uint8)
    names, pictures = ["score", "shift"], {"pictures": level[np.newaxis]}
    score, shift = cascade._proposal.run(names, pictures)
    strips = cascade._proposal_maps(level)
    np.testing.assert_allclose(strips[0], score[0, 0], atol=1e-6)
    np.testing.assert_allclose(strips[1], shift[0], atol=1e-6)
