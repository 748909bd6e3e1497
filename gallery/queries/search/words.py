"""What was typed, word by word."""

import re
import unicodedata
from dataclasses import dataclass

# What stands for quotation marks and for apostrophes on other keyboards.
QUOTES = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"') | dict.fromkeys("\u2018\u2019\u00b4`", "'")
)
# Something in quotation marks with what is glued to its end, a comma, or a word.
TOKEN = re.compile(r'"([^"]*)"([^\s",]*)|(,)|([^\s",]+)')
BETWEEN = re.compile(r"(?<=[^\W\d_]{2})[+/](?=[^\W\d_]{2})")  # Mia+Ben, but neither 80+ nor y/o
AROUND = ".:;!?()[]{}…"
POSSESSIVE = re.compile(r"'s?$")


@dataclass(frozen=True, slots=True)
class Word:
    shown: str
    """As it was typed."""
    folded: str
    """Without capitals and accents, for comparing."""
    owner: str
    """The same without the end of "Mia's"."""
    quoted: bool = False

    @property
    def is_possessive(self) -> bool:
        return self.owner != self.folded


def words_of(typed: str) -> list[Word]:
    """Take a text apart; a comma is a word, what stands in quotation marks is one too."""
    found = []
    for quoted, end, comma, plain in TOKEN.findall(BETWEEN.sub(" + ", typed.translate(QUOTES))):
        if quoted.strip():
            found.append(_quoted(quoted, end))
        elif comma:
            found.append(Word(",", ",", ","))
        elif plain or end:
            word = plain or end
            found.append(_word(word.strip(AROUND) or word))
    return found


def name_words(name: str) -> list[Word]:
    """The words of somebody's name, in which commas and quotation marks mean nothing."""
    return words_of(name.translate(QUOTES).replace('"', " ").replace(",", " "))


def folded(text: str) -> str:
    """Without capitals and accents: "Zoë" and "ZOE" are alike."""
    return _bare(_bare(text).casefold())


def key(words: list[Word]) -> tuple[str, ...]:
    return tuple(word.folded for word in words)


def _word(text: str) -> Word:
    alike = folded(text) or text
    return Word(text, alike, POSSESSIVE.sub("", alike) or alike)


def _quoted(text: str, end: str) -> Word:
    shown = " ".join(text.split())
    alike = folded(shown) or shown
    mine = end.casefold() in {"'s", "'"}
    return Word(shown, f"{alike}'s" if mine else alike, alike, quoted=True)


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
