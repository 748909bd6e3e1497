"""Environment variables, each parsed strictly: a typo stops the start instead of being ignored."""

import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, *, default: bool) -> bool:
    """Read a switch: 1 or 0."""
    value = os.environ.get(name, "")
    if value == "":
        return default
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, received {value!r}")
    return value == "1"


def number(name: str, *, default: int) -> int:
    """Read a whole number, at least 0."""
    value = os.environ.get(name, "")
    if value == "":
        return default
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, received {value!r}")
    return int(value)


def words(name: str, *, default: list[str]) -> list[str]:
    """Read a list separated by commas."""
    value = os.environ.get(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] if value else default


def one_of(name: str, choices: tuple[str, ...], *, default: str) -> str:
    """Read one of a few words."""
    value = os.environ.get(name, "") or default
    if value not in choices:
        raise ImproperlyConfigured(
            f"{name} must be one of {', '.join(choices)}, received {value!r}"
        )
    return value


def secret(name: str, kept_in: Path) -> str:
    """Read a secret; without one, make it at the first start and keep it in a private file."""
    value = os.environ.get(name, "")
    if value:
        return value
    try:
        return kept_in.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        kept_in.parent.mkdir(parents=True, exist_ok=True)
    fresh = secrets.token_urlsafe(48)
    handle, draft = tempfile.mkstemp(dir=kept_in.parent)  # readable by its owner alone
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(fresh)
    try:
        os.link(draft, kept_in)
    except FileExistsError:  # another process of the same start was first
        return kept_in.read_text(encoding="utf-8").strip()
    finally:
        Path(draft).unlink()
    return fresh
