"""What compose promises, read from its file: no Docker is needed."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "docker/compose.yaml").read_text(encoding="utf-8")
SERVICES = yaml.safe_load(COMPOSE)["services"]
EXAMPLE = (ROOT / "docker/.env.example").read_text(encoding="utf-8")
ROLES = ("web", "worker", "beat")


def test_one_image_has_three_roles():
    assert {SERVICES[role]["image"] for role in ROLES} == {"kindred"}
    assert [SERVICES[role]["command"] for role in ROLES] == [[role] for role in ROLES]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_of_compose_is_a_role_of_the_entry_point(role):
    entrypoint = (ROOT / "docker/entrypoint").read_text(encoding="utf-8")
    assert f"  {role})\n" in entrypoint


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert [n for n, s in SERVICES.items() if "outside" in s["networks"]] == ["proxy"]


def test_the_example_explains_each_variable_that_compose_asks_for():
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE))
    explained = set(re.findall(r"^(\w+)=", EXAMPLE, flags=re.MULTILINE))
    assert asked == explained


def test_a_secret_has_no_default():
    secrets = re.findall(r"^(\w+(?:_KEY|_PASSWORD))=(.*)$", EXAMPLE, flags=re.MULTILINE)
    assert len(secrets) == 3
    for name, value in secrets:
        assert value == ""
        assert f"${{{name}:?" in COMPOSE
        assert f"${{{name}:-" not in COMPOSE


@pytest.mark.parametrize("role", ROLES)
def test_each_variable_a_role_is_given_is_read_by_it(role):
    readers = [ROOT / "gallery/settings.py", ROOT / "docker/entrypoint"]
    code = "".join(path.read_text(encoding="utf-8") for path in readers)
    assert [name for name in SERVICES[role]["environment"] if name not in code] == []
