"""Opens a converted file in ONNX Runtime."""

import os
from pathlib import Path

import onnxruntime as ort

from faces.weights.store import checked_file


def open_session(
    models: Path,
    name: str,
    file: str,
    *,
    threads: int = 0,
    one_size: bool = True,
    wide: bool = False,
) -> ort.InferenceSession:
    """Return a session on the CPU.

    Args:
        models: the folder that set-up filled.
        name: the weights, as in the manifest.
        file: the converted file.
        threads: at most this many at work; 0 takes each core that this process may use.
        one_size: whether its pictures all have one size.
        wide: on x64, let products of integers never saturate, at half the speed. Elsewhere, and
            for networks in float32, it changes nothing.

    Raises:
        WeightsError: the file is missing, damaged or of other weights.
        ValueError: `threads` is negative.
    """
    if threads < 0:
        raise ValueError(f"threads must be 0 or more, got {threads}")
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads or len(os.sched_getaffinity(0))
    options.inter_op_num_threads = 1
    # Idle threads that spin take the core from whoever works beside us.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Memory that is kept makes large batches of one size faster, by 40 %; pictures of many sizes
    # leave a hundred megabytes behind in it, for 5 %.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = one_size
    options.add_session_config_entry("session.x64quantprecision", "1" if wide else "0")
    path = checked_file(models, name, file)
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
