"""The API's schema as a page for people: each route with what goes in and what comes out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator

from gallery.api.schema import COMPONENTS

Schema = dict[str, Any]
JSON = "application/json"
WORDS = {
    "integer": "whole number",
    "number": "number",
    "string": "text",
    "boolean": "true or false",
    "object": "anything",
    "null": "null",
    "date": "day",
    "date-time": "time",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a part of a body."""

    name: str
    kind: str
    """Such as "whole number or null"."""
    component: str
    """Which component it is, or a list of; empty: none."""
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Component:
    name: str
    description: str
    fields: list[Field]
    example: str
    """JSON; empty: none."""


@dataclass(frozen=True, slots=True)
class Route:
    name: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Field]
    body: Component | None
    answer: str
    """The component that is answered; empty: a picture."""
    paged: bool
    """Whether it comes in pages."""
    refusals: list[tuple[str, str]]
    """Status, and why."""


@dataclass(frozen=True, slots=True)
class Reference:
    groups: list[tuple[str, list[Route]]]
    components: list[Component]


@cache
def reference() -> Reference:
    """Read the schema, which changes only with the code."""
    schema: Schema = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]  # it has no types
    groups: dict[str, list[Route]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            found = _route(schema, path, method, operation)
            groups.setdefault(operation["tags"][0], []).append(found)
    routes = [route for group in groups.values() for route in group]
    answered = dict.fromkeys(route.answer for route in routes if route.answer)
    inside = [field.component for name in answered for field in _component(schema, name).fields]
    names = dict.fromkeys([*answered, *filter(None, inside), *COMPONENTS])
    return Reference(list(groups.items()), [_component(schema, name) for name in names])


def _route(schema: Schema, path: str, method: str, operation: Schema) -> Route:
    success = next(one for one in operation["responses"] if one.startswith("2"))
    answer, paged = _answer(schema, operation["responses"][success])
    return Route(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        parameters=[
            _parameter(schema, one)
            for one in sorted(operation.get("parameters", ()), key=lambda one: one["in"])
        ],
        body=_body(schema, operation.get("requestBody")),
        answer=answer,
        paged=paged,
        refusals=[
            (status, one["description"])
            for status, one in sorted(operation["responses"].items())
            if status != success
        ],
    )


def _answer(schema: Schema, success: Schema) -> tuple[str, bool]:
    """The component, or nothing for a picture; and whether it comes in pages."""
    if JSON not in success["content"]:
        return "", False
    name = _name(_content(success)["schema"])
    listed = schema["components"]["schemas"][name]["properties"].get("results")
    return (_name(listed["items"]), True) if listed else (name, False)


def _parameter(schema: Schema, one: Schema) -> Field:
    required, described = one.get("required", False), _first(one["description"])
    return Field(one["name"], *_kind(schema, one["schema"]), required, described)


def _body(schema: Schema, body: Schema | None) -> Component | None:
    if body is None:
        return None
    return _component(schema, _name(_content(body)["schema"]))


def _component(schema: Schema, name: str) -> Component:
    found = schema["components"]["schemas"][name]
    required = found.get("required", ())
    fields = [
        Field(part, *_kind(schema, one), part in required, _first(one.get("description", "")))
        for part, one in found.get("properties", {}).items()
    ]
    return Component(name, found.get("description", ""), fields, _example(schema, name))


def _example(schema: Schema, name: str) -> str:
    """What the component says of itself, or the first route in which it goes in or comes out."""
    own = schema["components"]["schemas"][name].get("example") or next(
        (value for found, value in _examples(schema) if found == name), None
    )
    return "" if own is None else json.dumps(own, indent=2, ensure_ascii=False)


def _examples(schema: Schema) -> Iterator[tuple[str, Any]]:
    """Each component that has an example somewhere, with that; of a page, the first of its rows."""
    for operation in (one for path in schema["paths"].values() for one in path.values()):
        for part in [operation.get("requestBody"), *operation["responses"].values()]:
            content = _content(part) if part else {}
            for example in content.get("examples", {}).values():
                name, value = _name(content["schema"]), example["value"]
                paged = name.startswith("Paginated")
                yield (_row(name), value["results"][0]) if paged else (name, value)


def _row(page: str) -> str:
    return page.removeprefix("Paginated").removesuffix("List")


def _kind(schema: Schema, one: Schema) -> tuple[str, str]:
    """What may stand there, in words, and the component it is."""
    if "$ref" in one:
        return _kind_of_component(schema, _name(one))
    choices = one.get("oneOf") or one.get("allOf")
    if choices:
        kinds = [_kind(schema, choice) for choice in choices]
        return " or ".join(words for words, _ in kinds), next((c for _, c in kinds if c), "")
    if "enum" in one:
        return ", ".join(map(str, one["enum"])), ""
    if one.get("type") == "array":
        words, component = _kind(schema, one["items"])
        return f"list of {words}{'' if component else 's'}", component
    types = one["type"] if isinstance(one.get("type"), list) else [one.get("type", "object")]
    return " or ".join(_word(one, kind) for kind in types) + _limits(one), ""


def _kind_of_component(schema: Schema, name: str) -> tuple[str, str]:
    found = schema["components"]["schemas"][name]
    if "properties" not in found:
        return _kind(schema, found)
    shown = name.removesuffix("Request")
    return shown, shown


def _word(one: Schema, kind: str) -> str:
    written = one.get("format", "") if kind == "string" else ""
    return WORDS.get(written, WORDS[kind])


def _limits(one: Schema) -> str:
    low, high = one.get("minimum"), one.get("maximum")
    if high is None or high > 10**9:
        return ""
    return f", {low} to {high:,}"


def _content(part: Schema) -> Schema:
    content: Schema = part["content"].get(JSON, {})
    return content


def _name(reference: Schema) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def _first(words: str) -> str:
    """The description without the list of choices that stands below it."""
    return words.partition("\n\n*")[0]
