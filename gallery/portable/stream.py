"""JSON of any length, read piece by piece: only one entry of a list is in memory at a time."""

import json
from collections.abc import Iterator
from typing import IO, Any

LONGEST_ENTRY = 1024 * 1024  # characters
_READ = 64 * 1024
_UNSURE = 4  # characters: of "1e+5" a piece may end behind the "+"
_BLANK = " \t\r\n"


class BrokenJsonError(ValueError):
    """The text is no JSON object, or ends in the middle."""


def fields(file: IO[str], lists: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """Give the fields of the object that a file holds.

    Args:
        file: the text.
        lists: names of fields whose entries come one by one: (name, entry) for each.

    Raises:
        BrokenJsonError: it is none, or an entry is longer than a million characters.
    """
    text = _Text(file)
    text.expect("{")
    if text.skip("}"):
        return
    while True:
        name = text.value()
        text.expect(":")
        if isinstance(name, str) and name in lists and text.peek() == "[":
            for entry in _entries(text):
                yield name, entry
        else:
            yield str(name), text.value()
        if text.skip("}"):
            return
        text.expect(",")


def _entries(text: "_Text") -> Iterator[Any]:
    text.expect("[")
    if text.skip("]"):
        return
    while True:
        yield text.value()
        if text.skip("]"):
            return
        text.expect(",")


class _Text:
    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._buffer = ""
        self._at = 0
        self._ended = False
        self._decoder = json.JSONDecoder()

    def peek(self) -> str:
        """The next character that is no blank; empty at the end."""
        while True:
            while self._at < len(self._buffer):
                if self._buffer[self._at] not in _BLANK:
                    return self._buffer[self._at]
                self._at += 1
            if not self._more():
                return ""

    def skip(self, character: str) -> bool:
        if self.peek() != character:
            return False
        self._at += 1
        return True

    def expect(self, character: str) -> None:
        if not self.skip(character):
            raise BrokenJsonError(f"no {character} where one has to be")

    def value(self) -> Any:  # noqa: ANN401 whatever JSON holds
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except RecursionError as error:
                raise BrokenJsonError("lists in lists without end") from error
            except ValueError as error:
                if len(self._buffer) - self._at > LONGEST_ENTRY or not self._more():
                    raise BrokenJsonError(str(error)) from error
                continue
            if len(self._buffer) - end < _UNSURE and self._more():
                continue  # it may be a number of which this is the beginning
            self._at = end
            return value

    def _more(self) -> bool:
        if self._ended:
            return False
        try:
            read = self._file.read(_READ)
        except UnicodeDecodeError as error:
            raise BrokenJsonError("no text") from error
        self._ended = not read
        if read:
            self._buffer, self._at = self._buffer[self._at :] + read, 0
        return bool(read)
