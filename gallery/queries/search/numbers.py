"""Numbers in what was typed, in digits and in words."""

import re
from collections.abc import Sequence

from gallery.queries.search.words import Word

_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty
"""
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_TENS = "twenties thirties forties fifties sixties seventies eighties nineties"
IN_WORDS = {word: number for number, word in enumerate(_WORDS.split())}
TENS = [
    "twenties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "seventies",
    "eighties",
    "nineties",
]
TWENTIES = {word: ten for ten, word in enumerate(_TENS.split(), start=2)}
ORDINALS = {word: number for number, word in enumerate(_ORDINALS.split(), start=1)}
_ORDINAL = re.compile(r"([0-9]{1,3})(?:st|nd|rd|th)")
_YEAR = re.compile(r"[0-9]{4}")
FIRST_YEAR, LAST_YEAR = 1800, 2200


def at(words: Sequence[Word], place: int) -> str:
    """The word there, for comparing; empty beyond the end and for what is in quotation marks."""
    if not 0 <= place < len(words) or words[place].quoted:
        return ""
    return words[place].folded


def year_in(text: str) -> int | None:
    return int(text) if _YEAR.fullmatch(text) and is_year(int(text)) else None


def is_year(number: int) -> bool:
    return FIRST_YEAR <= number <= LAST_YEAR


def small_number(text: str) -> int | None:
    """Up to three digits, or a number word up to twenty."""
    if re.fullmatch(r"[0-9]{1,3}", text):
        return int(text)
    return IN_WORDS.get(text)


def ordinal_in(text: str) -> int | None:
    """Such as "2nd" or "second"."""
    found = _ORDINAL.fullmatch(text)
    return int(found[1]) if found else ORDINALS.get(text)


def past(words: Sequence[Word], place: int, *phrases: tuple[str, ...]) -> int | None:
    """Where one of these phrases ends that begins there, the first that fits; None if none does."""
    for phrase in phrases:
        if all(at(words, place + step) == word for step, word in enumerate(phrase)):
            return place + len(phrase)
    return None
