"""`python -m benchmarks.represent`: the network in ONNX Runtime beside Keras, from one run."""

import argparse
from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks.timing import medians, report
from faces.represent import load_representer
from faces.represent.network import build_network, load_arrays, preprocess
from faces.types import Pixels
from faces.weights import models_folder
from faces.weights.store import checked_file
from faces.weights.tfjs import read_arrays


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--threads", type=int, default=0)
    options = parser.parse_args()

    onnx = load_representer("onnx", threads=options.threads)
    tensorflow = load_representer("tensorflow", threads=options.threads)
    predict = _keras_predict()
    random = np.random.default_rng(0)
    for batch in (1, 8, 32):
        crops = random.integers(0, 256, (batch, 224, 224, 3), np.uint8)
        sides: dict[str, Callable[[], object]] = {
            "ONNX Runtime (ours)": partial(onnx.represent, crops),
            "TensorFlow function (ours)": partial(tensorflow.represent, crops),
            "Keras predict": partial(predict, crops),
        }
        report(f"batch {batch}, per face", medians(sides, rounds=options.rounds), per=batch)


def _keras_predict() -> Callable[[Pixels], object]:
    network = build_network()
    load_arrays(network, read_arrays(checked_file(models_folder(), "faceres", "faceres.json")))

    def predict(crops: Pixels) -> object:
        return network.predict(preprocess(crops), batch_size=32, verbose=0)

    return predict


if __name__ == "__main__":
    main()
