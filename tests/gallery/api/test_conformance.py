"""Schemathesis asks every route for what its schema allows and for what it forbids.

All its checks hold: no failure of ours, only statuses, media types and bodies that the schema
tells of, nothing refused that is allowed, nothing taken that is forbidden. What JSON Schema cannot
say is put right before it is sent: which rows there are, that a day has been, that a box is not
inside out, that one of two fields is needed. KINDRED_API_EXAMPLES makes a longer run.
"""

import os
import re

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, settings
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.generation import GenerationMode

from gallery.actions.gender import set_gender
from gallery.actions.tokens import make_token
from gallery.models import Asset, Decision, Face, Library, Person, Proposal
from gallery.wsgi import application
from tests.gallery.api.conftest import MISSING

EXAMPLES = int(os.environ.get("KINDRED_API_EXAMPLES", "10"))
NOW = 2026
SIDES = {"left", "top", "right", "bottom"}
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"[0-9]+(\.0)?")
ROWS = {
    "people": Person,
    "person": Person,
    "absorb": Person,
    "faces": Face,
    "face": Face,
    "first": Face,
    "second": Face,
    "assets": Asset,
    "questions": Proposal,
    "wrong": Proposal,
    "decisions": Decision,
    "library": Library,
}
DAYS = {"date", "birth_date", "taken_from", "taken_to"}

generation = GenerationConfig(allow_x00=False)  # no database keeps a NUL in a text
config = SchemathesisConfig(
    projects=ProjectsConfig(default=ProjectConfig(generation=generation)),
)
schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(public=True), config=config)


def closed(environ, start_response):
    """The application, with each answer read to its end and closed, as a server does."""
    parts = application(environ, start_response)
    try:
        return [b"".join(parts)]
    finally:
        parts.close()


schema.app = closed


@pytest.fixture
def one_connection():
    """Keep the connection that holds this test's rows, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def secret(one_connection, contributor, family, preview):
    """A token of somebody in a library in which something has happened."""
    set_gender(family.mia, "female", by=contributor)
    return make_token(contributor, "schemathesis")[1]


def aimed(name, value):
    """What is sent, at what is there: the rows are few, and of all numbers hardly one is theirs."""
    if isinstance(value, dict):
        inside = {key: aimed(key, one) for key, one in value.items()}
        return box(inside) if name == "box" and set(inside) >= SIDES else inside
    if isinstance(value, list):
        return [aimed(name, one) for one in value]
    if name in DAYS and DATE.fullmatch(str(value)):
        return f"{1900 + int(value[:4]) % (NOW - 1900)}{value[4:]}".replace("02-29", "02-28")
    if name == "confirm":
        return "forget"
    return row(ROWS[name], value) if name in ROWS and NUMBER.fullmatch(str(value)) else value


def row(model, value):
    """One of the rows or, now and then, one that is not there."""
    there = [*model.objects.order_by("pk").values_list("pk", flat=True), MISSING]
    return there[int(float(value)) % len(there)]


def box(value):
    """Right of left and below top."""
    (left, right), (top, bottom) = (
        sorted((value[one], value[other])) for one, other in (("left", "right"), ("top", "bottom"))
    )
    return value | {
        "left": min(left, 0.9),
        "right": max(right, min(left, 0.9) + 0.1),
        "top": min(top, 0.9),
        "bottom": max(bottom, min(top, 0.9) + 0.1),
    }


def aim(case):
    """Send it to a row that is there; what is wrong on purpose stays wrong."""
    pk = str((case.path_parameters or {}).get("id"))
    if NUMBER.fullmatch(pk):
        case.path_parameters = {"id": row(ROWS[case.path.split("/")[3]], pk)}
    if case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    case.query = {name: aimed(name, value) for name, value in (case.query or {}).items()}
    if isinstance(case.body, dict):
        case.body = aimed("", case.body)
        if case.path.endswith("/who/") and not (named(case.body) or case.body.get("person")):
            case.body["name"] = "Tom"


def named(body):
    return str(body.get("name", "")).strip()


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=list(HealthCheck),
    database=None,
)
@pytest.mark.django_db
def test_every_route_keeps_to_the_schema(case, secret):
    aim(case)
    with transaction.atomic():
        case.call_and_validate(headers={"Authorization": f"Token {secret}"})
        transaction.set_rollback(True)
