"""What stands in the way, in plain words and always in the same shape.

{"detail": words} and, for what was sent wrongly, {"fields": {name: [words]}}; for what the state
of things does not allow, 409 with what would help.
"""

from collections.abc import Iterator
from typing import Any

from django.http import Http404
from rest_framework import status
from rest_framework.exceptions import NotFound, ParseError, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from gallery.actions.answer import AnsweredError
from gallery.actions.draw import CannotDrawError
from gallery.actions.forbid import NobodysFaceError
from gallery.actions.merge import SamePersonError
from gallery.actions.move import SeenTwiceError
from gallery.actions.people import GoneError
from gallery.actions.split import NothingToSplitError
from gallery.actions.twice import NotTwiceError
from gallery.actions.undo import CannotUndoError
from gallery.models import Person

NOTHING_HERE = "There is nothing here."
PUT_RIGHT = "Please put these right."
WORDS: dict[type[Exception], str] = {
    AnsweredError: "That was answered already, or nothing is left of the question.",
    NobodysFaceError: "A face is with nobody, or no other face would stand for that person.",
    NothingToSplitError: "None of the faces is theirs, or all are: nobody would be left.",
    NotTwiceError: "Two different faces of one photo are needed, at least one with somebody.",
    SamePersonError: "Somebody cannot be merged into themselves.",
    SeenTwiceError: "They would be seen twice in one photo. If that is so, send twice as true.",
}
REFUSALS = (*WORDS, CannotDrawError, CannotUndoError)


class NamesakeError(Exception):
    """There is somebody of that name already."""

    def __init__(self, people: list[Person]) -> None:
        super().__init__(
            "There is already somebody of that name. Merge the two, or send another as true."
        )
        self.people = people


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """Say what is wrong; None for what nobody foresaw, which is our failure and logged."""
    if isinstance(error, Http404 | GoneError | NotFound):
        return Response({"detail": NOTHING_HERE}, status.HTTP_404_NOT_FOUND)
    if isinstance(error, (*REFUSALS, NamesakeError)):
        return Response(_conflict(error), status.HTTP_409_CONFLICT)
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, ValidationError):
        response.data = {"detail": PUT_RIGHT, "fields": dict(_flat(error.detail))}
    elif isinstance(error, ParseError):
        response.data = {"detail": "That is no JSON.", "fields": {}}
    return response


def _conflict(error: Exception) -> dict[str, Any]:
    later = error.later if isinstance(error, CannotUndoError) else None
    people = error.people if isinstance(error, NamesakeError) else []
    faces = [error.face, error.other] if isinstance(error, SeenTwiceError) else []
    return {
        "detail": WORDS.get(type(error), str(error)),
        "later": later and later.pk,
        "people": [person.pk for person in people],
        "faces": sorted({face.pk for face in faces}),
    }


def _flat(detail: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:  # noqa: ANN401 DRF nests lists and dictionaries as it likes
    """Lead each nested error back to a name such as `box.left` or `faces.0`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            key = "" if name == "non_field_errors" else str(name)
            yield from _flat(inner, ".".join(part for part in (path, key) if part))
    else:
        yield path, [str(words) for words in detail]
