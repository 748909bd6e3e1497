"""What set-up made of the weights, in the models folder: checked before it is used.

Beside the files lies `converted.json`: for each name the revision of the weights, the converter
that made the files and each file's sha256.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from faces.errors import WeightsError
from faces.weights.manifest import PROJECT, Weights, read_manifest, sha256_of_file

STAMP = "converted.json"
CONVERTER = 4  # raise it with every change to what set-up writes
SET_UP = "Set the weights up with `make run`, or with `python -m faces.weights`."


@dataclass(frozen=True, slots=True)
class Converted:
    """What set-up made of one set of weights."""

    revision: str
    converter: int
    files: dict[str, str]
    """File name in the models folder to its sha256."""


def models_folder() -> Path:
    """Return the folder of the converted weights: `KINDRED_MODELS`, or the project's models/."""
    return Path(os.environ.get("KINDRED_MODELS") or PROJECT / "models")


def is_ready(models: Path) -> bool:
    """Say whether all weights of the manifest are converted and undamaged."""
    return all(is_current(models, weights) for weights in read_manifest().values())


def is_current(models: Path, weights: Weights) -> bool:
    """Say whether the folder holds what this converter makes of these weights, undamaged."""
    made = read_stamp(models).get(weights.name)
    return (
        made is not None
        and (made.revision, made.converter) == (weights.revision, CONVERTER)
        and all(_matches(models / name, sha256) for name, sha256 in made.files.items())
    )


def checked_file(models: Path, name: str, file: str) -> Path:
    """Return the path of a converted file of the weights `name`.

    Raises:
        WeightsError: it is missing, damaged, or was made of other weights; says how to get it.
    """
    path, made = models / file, read_stamp(models).get(name)
    if made is None or file not in made.files or not path.is_file():
        raise WeightsError(f"{path} is missing. {SET_UP}")
    expected = read_manifest()[name].revision
    if (made.revision, made.converter) != (expected, CONVERTER):
        raise WeightsError(
            f"{path} was made of {made.revision} by converter {made.converter}, "
            f"but {expected} and converter {CONVERTER} are in use. {SET_UP}"
        )
    if not _matches(path, made.files[file]):
        raise WeightsError(
            f"{path} is damaged: expected sha256 {made.files[file]}, "
            f"found {sha256_of_file(path)}. {SET_UP}"
        )
    return path


def read_stamp(models: Path) -> dict[str, Converted]:
    """Return what set-up made by name; empty before the first set-up."""
    try:
        entries = json.loads((models / STAMP).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except json.JSONDecodeError as error:
        raise WeightsError(f"{models / STAMP} is damaged ({error}): remove it. {SET_UP}") from error
    return {name: Converted(**entry) for name, entry in entries.items()}


def write_stamp(models: Path, name: str, converted: Converted) -> None:
    entries = {key: asdict(value) for key, value in read_stamp(models).items()}
    entries[name] = asdict(converted)
    write_whole(models / STAMP, json.dumps(entries, indent=2).encode() + b"\n")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees either the old one or the whole new one."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_bytes(data)
    partial.replace(path)


def _matches(path: Path, sha256: str) -> bool:
    return path.is_file() and sha256_of_file(path) == sha256
