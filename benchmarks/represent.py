"""`python -m benchmarks.represent`: the network in ONNX Runtime beside its rivals, from one run."""

import argparse
import sys
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from benchmarks.machine import introduce
from benchmarks.rival import is_there, openvino_instead
from benchmarks.timing import Taken, medians, report
from faces.represent import load_representer
from faces.represent.network import build_network, load_arrays, preprocess
from faces.types import Pixels
from faces.weights import models_folder
from faces.weights.store import checked_file
from faces.weights.tfjs import read_arrays

OURS = "ONNX Runtime (ours)"
INT8 = "ONNX Runtime, int8 (ours)"
WORK = 2 * 0.5687
"""GFLOP a face: 568.7 million multiplications and additions (Howard et al. 2017, Table 4)."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batches", type=int, nargs="+", default=[1, 3, 8, 32])
    options = parser.parse_args()

    peak = introduce()
    runtimes = _runtimes(options.threads)
    random = np.random.default_rng(0)
    for batch in options.batches:
        crops = random.integers(0, 256, (batch, 224, 224, 3), np.uint8)
        sides = {name: partial(run, crops) for name, run in runtimes.items()}
        taken = medians(sides, rounds=options.rounds)
        report(f"batch {batch}, per face", taken, per=batch)
        _hold_against(peak, taken, batch)


def _runtimes(threads: int) -> dict[str, Callable[[Pixels], object]]:
    runtimes: dict[str, Callable[[Pixels], object]] = {
        OURS: load_representer("onnx", threads=threads).represent,
        INT8: load_representer("onnx-int8", threads=threads).represent,
    }
    if is_there():
        with openvino_instead():
            runtimes["OpenVINO"] = load_representer("onnx", threads=threads).represent
            runtimes["OpenVINO, int8"] = load_representer("onnx-int8", threads=threads).represent
    else:
        sys.stdout.write("OpenVINO is not installed: left out\n")
    tensorflow = load_representer("tensorflow", threads=threads)
    return runtimes | {
        "TensorFlow function (ours)": tensorflow.represent,
        "Keras predict": keras_predict(),
    }


def _hold_against(peak: float, taken: Mapping[str, Taken], batch: int) -> None:
    """Hold what ours reaches against the peak of float32, which int8 may exceed."""
    for name in (OURS, INT8):
        speed = WORK * batch / (taken[name].cpu / 1000)
        sys.stdout.write(
            f"  {name}: {speed:.0f} G operations per CPU second, "
            f"{speed / peak:.0%} of the float32 matrix peak\n"
        )


def keras_predict() -> Callable[[Pixels], object]:
    network = build_network()
    load_arrays(network, read_arrays(checked_file(models_folder(), "faceres", "faceres.json")))

    def predict(crops: Pixels) -> object:
        return network.predict(preprocess(crops), batch_size=32, verbose=0)

    return predict


if __name__ == "__main__":
    main()
