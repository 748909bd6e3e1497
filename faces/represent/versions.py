"""Which runtimes there are, and the version that each gives to what it makes."""

from faces.weights import current_versions
from faces.weights.layout import INT8

RUNTIMES = ("onnx", "onnx-int8", "tensorflow")
WEIGHTS = "faceres"


def version_of(runtime: str) -> str:
    """Return what rows say of a runtime's answers, without loading it.

    In float32 all runtimes agree to within 2e-5 and share a version. The int8 network's features
    are others, and may never be compared with them: `faceres-2c7d2d62+int8.1`.

    Raises:
        ValueError: there is no such runtime.
    """
    if runtime not in RUNTIMES:
        raise ValueError(f"runtime must be one of {', '.join(RUNTIMES)}, got {runtime!r}")
    version = current_versions()[WEIGHTS]
    return f"{version}+{INT8}" if runtime == "onnx-int8" else version
