"""Time zones for a process that cannot read the machine's files about them."""

import base64
import io
import zoneinfo
from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from importlib import resources
from pathlib import Path

from faces.sandbox.messages import Header


def packed(zone: tzinfo) -> Header:
    """A zone as JSON: its offset, or what the machine knows of its history."""
    if isinstance(zone, zoneinfo.ZoneInfo):
        return {"key": zone.key, "rules": base64.b64encode(_rules(zone.key)).decode()}
    if isinstance(zone, timezone):
        return {"minutes": zone.utcoffset(None) / timedelta(minutes=1)}
    raise TypeError(f"a zone must be a ZoneInfo or a timezone, got {type(zone).__name__}")


def unpacked(header: Header) -> tzinfo:
    """The zone that was packed."""
    if "rules" in header:
        rules = io.BytesIO(base64.b64decode(header["rules"]))
        return zoneinfo.ZoneInfo.from_file(rules, header["key"])
    return timezone(timedelta(minutes=header["minutes"]))


@lru_cache(maxsize=8)
def _rules(key: str) -> bytes:
    for folder in zoneinfo.TZPATH:
        path = Path(folder, key)
        if path.is_file():
            return path.read_bytes()
    return resources.files("tzdata").joinpath("zoneinfo", key).read_bytes()
