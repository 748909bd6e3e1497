"""How a route is described, and what holds for every one of them: how it refuses."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.views import APIView

from gallery.api.authentication import KEYWORD

View = TypeVar("View", bound=type[APIView])
Schema = dict[str, Any]
WORDS: Schema = {"type": "string", "description": "What is in the way, in plain words."}
NUMBERS: Schema = {"type": "array", "items": {"type": "integer"}}
PROBLEM: Schema = {
    "type": "object",
    "description": "Why nothing was done.",
    "required": ["detail"],
    "properties": {"detail": WORDS},
    "example": {"detail": "There is nothing here."},
}
INVALID: Schema = {
    "type": "object",
    "description": "What was sent wrongly.",
    "required": ["detail", "fields"],
    "properties": {
        "detail": WORDS,
        "fields": {
            "type": "object",
            "description": "By the field's name, such as `box.left`; an empty name: the whole.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "example": {
        "detail": "Please put these right.",
        "fields": {"birth_date": ["That day is still to come."]},
    },
}
CONFLICT: Schema = {
    "type": "object",
    "description": "It is well said, but things stand against it.",
    "required": ["detail", "later", "people", "faces"],
    "properties": {
        "detail": WORDS,
        "later": {
            "type": ["integer", "null"],
            "description": "The later decision to undo first.",
        },
        "people": {**NUMBERS, "description": "People who have that name."},
        "faces": {**NUMBERS, "description": "Faces that would be one person twice."},
    },
    "example": {
        "detail": "Something about the same people was changed after that. "
        "Undo the later change first.",
        "later": 81,
        "people": [],
        "faces": [],
    },
}
COMPONENTS = {"Problem": PROBLEM, "Invalid": INVALID, "Conflict": CONFLICT}
ALWAYS = {
    "401": ("Problem", "Nobody is signed in, or the token is wrong."),
    "404": ("Problem", "It is not there, or it is not yours to see or to change."),
    "429": ("Problem", "Too many wrong tokens came from here."),
}
IF_IT_TAKES_WORDS = {"400": ("Invalid", "Something was sent wrongly.")}
IF_IT_CHANGES = {
    "403": ("Problem", "A page's session without its CSRF token."),
    "409": ("Conflict", "Things stand against it."),
}
IF_IT_TAKES_A_BODY = {"415": ("Problem", "What was sent is not application/json.")}


def route(
    method: str,
    name: str,
    summary: str,
    **more: Any,  # noqa: ANN401 of extend_schema
) -> Callable[[View], View]:
    """Describe the one thing that a view does; its docstring says more."""
    described = extend_schema(operation_id=name, summary=summary, **more)
    return extend_schema_view(**{method: described})


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself by being defined
    target_class = "gallery.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> Schema:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": f"`Authorization: {KEYWORD} ...`, made under Settings, Programs.",
        }


def add_refusals(result: Schema, **_: object) -> Schema:
    """Add words that are missing, and how each operation may refuse: drf-spectacular's hook."""
    result["components"]["schemas"].update(COMPONENTS)
    for operations in result["paths"].values():
        for method, operation in operations.items():
            for parameter in operation.get("parameters", ()):
                parameter.setdefault("description", "Its number.")
            for response in operation["responses"].values():
                response["description"] = response["description"] or operation["summary"]
            for status, (component, words) in _refusals(method, operation).items():
                operation["responses"].setdefault(status, _response(component, words))
    return result


def _refusals(method: str, operation: Schema) -> dict[str, tuple[str, str]]:
    found = dict(ALWAYS)
    body = "requestBody" in operation
    if body or any(one["in"] == "query" for one in operation.get("parameters", ())):
        found |= IF_IT_TAKES_WORDS
    if body:
        found |= IF_IT_TAKES_A_BODY
    if method != "get":
        found |= IF_IT_CHANGES
    return dict(sorted(found.items()))


def _response(component: str, words: str) -> Schema:
    schema = {"$ref": f"#/components/schemas/{component}"}
    return {"description": words, "content": {"application/json": {"schema": schema}}}
