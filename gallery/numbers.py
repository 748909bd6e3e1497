"""Numbers that come with an address."""

import re

LONGEST = 18  # digits that every database takes


def number(text: str | None) -> int | None:
    """A whole number such as a primary key; None for anything else."""
    if text and text.isascii() and text.isdigit() and len(text) <= LONGEST:
        return int(text)
    return None


def seconds(text: str | None) -> str:
    """A moment of a video such as "12.5", fit for an address; "" for anything else."""
    return text if text and re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", text) else ""
