"""The schema is valid, tells of every route, and every route keeps to it."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from django.utils.html import escape
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from gallery.api.schema import COMPONENTS

ADDRESS = "/api/schema/"


@pytest.fixture
def schema(client, owner):
    client.force_login(owner)
    return client.get(ADDRESS).json()


def operations(schema):
    return [
        (path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


@pytest.mark.django_db
def test_the_schema_is_openapi_3_1_and_valid(schema):
    assert schema["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(schema).validate()


def test_the_schema_is_made_without_a_warning(tmp_path):
    call_command("spectacular", fail_on_warn=True, validate=True, file=str(tmp_path / "schema"))


@pytest.mark.django_db
def test_every_route_of_the_api_is_told(schema):
    api = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/")
    routes = {"/api/v1/" + str(route.pattern) for route in api.url_patterns}
    told = {path.replace("{id}", "<int:pk>") for path in schema["paths"]}
    assert told == routes


@pytest.mark.django_db
def test_every_operation_says_in_words_what_it_does_and_how_it_refuses(schema):
    names = [operation["operationId"] for _, _, operation in operations(schema)]
    assert len(names) == len(set(names))
    for path, method, operation in operations(schema):
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["tags"], path
        assert {"401", "404"} <= set(operation["responses"]), path
        assert ("409" in operation["responses"]) == (method != "get"), path
        assert any(status.startswith("2") for status in operation["responses"]), path
        for body in bodies(operation):
            assert set(body) == {"$ref"}, path


def bodies(operation):
    """What goes in and out: always a component with a name."""
    parts = [operation["requestBody"]] if "requestBody" in operation else []
    for part in [*parts, *operation["responses"].values()]:
        [(media_type, content)] = part["content"].items()
        if media_type == "application/json":
            yield content["schema"]
        else:
            assert content["schema"] == {"type": "string", "format": "binary"}


@pytest.mark.django_db
def test_every_component_is_described(schema):
    described = {
        name
        for name, component in schema["components"]["schemas"].items()
        if component.get("description") or name.endswith("Enum") or name.startswith("Paginated")
    }
    assert described == set(schema["components"]["schemas"])
    assert set(COMPONENTS) <= described


@pytest.mark.django_db
def test_the_schema_holds_nothing_private(schema):
    properties = {
        name
        for component in schema["components"]["schemas"].values()
        for name in component.get("properties", {})
    }
    assert not {"features", "age_posterior", "p_male", "landmarks", "evidence"} & properties


@pytest.mark.django_db
def test_a_stranger_is_not_shown_the_schema(owner):
    assert Client().get(ADDRESS).status_code == 401


def examples(schema):
    """Every example of a body, with the schema it is of."""
    for path, _, operation in operations(schema):
        for part in [operation.get("requestBody"), *operation["responses"].values()]:
            content = part["content"].get("application/json", {}) if part else {}
            for example in content.get("examples", {}).values():
                yield path, content["schema"], example["value"]


@pytest.mark.django_db
def test_every_body_has_an_example_and_every_example_keeps_to_the_schema(schema):
    for path, of, example in examples(schema):
        whole = {**of, "components": schema["components"]}
        assert list(Draft202012Validator(whole).iter_errors(example)) == [], path
    sent = [path for path, _, operation in operations(schema) if "requestBody" in operation]
    requests = [path for path, of, _ in examples(schema) if of["$ref"].endswith("Request")]
    assert sorted(set(requests)) == sorted(sent)


@pytest.mark.django_db
def test_the_reference_tells_of_every_route_without_a_script(client, owner, schema):
    page = client.get("/api/docs/")
    assert page.status_code == 200
    text = page.content.decode()
    for path, _, operation in operations(schema):
        assert f'id="{operation["operationId"]}"' in text
        assert path in text
        assert escape(operation["summary"]) in text
    for link in re.findall(r'href="#(\w+)"', text):
        assert f'id="{link}"' in text
    assert "NullEnum" not in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/api/nothing/", "/api/v1/people", "/api/v1/people/x/", "/api/v1/people/%0A/"]
)
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_other_addresses_are_not_there_in_the_words_of_the_api(client, owner, address, method):
    client.force_login(owner)
    answer = getattr(client, method)(address)
    assert answer.status_code == 404
    assert answer.json() == {"detail": "There is nothing here."}
