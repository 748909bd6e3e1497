"""requirements.txt is true: pinned, explained, and just what the code uses."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
OURS = {"faces", "gallery", "workers"}
LINES = [
    line
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
NAMES = {canonicalize_name(Requirement(line.partition("#")[0]).name) for line in LINES}
SOURCES = [
    path.read_text(encoding="utf-8")
    for path in [*(p for ours in OURS for p in (ROOT / ours).rglob("*.py")), ROOT / "manage.py"]
]
USED_BY_OTHERS = {
    "lz4",  # joblib, to read the detector's weights
    "psycopg",  # Django, for PostgreSQL
    "redis",  # kombu and Django's cache
}
ONLY_WHERE_ASKED_FOR = {"keras", "tensorflow"}  # a group of its own in pyproject.toml
ONLY_FOR_TYPES = {"_typeshed"}  # mypy's own, never there at run time


@pytest.mark.parametrize("line", LINES)
def test_a_requirement_is_pinned_and_says_why(line):
    assert re.fullmatch(r"[\w\[\]-]+==[\w.]+ +# .{4,}", line)


def test_every_required_package_is_used():
    modules = packages_distributions()
    words = set(re.findall(r"\w+", " ".join(SOURCES)))
    words |= set(re.findall(r"\w+", (ROOT / "docker/entrypoint").read_text(encoding="utf-8")))
    used = {canonicalize_name(d) for word in words & modules.keys() for d in modules[word]}
    assert NAMES - used - USED_BY_OTHERS == set()


def test_every_imported_package_is_required():
    modules = packages_distributions()
    foreign = _imported() - OURS - ONLY_WHERE_ASKED_FOR - ONLY_FOR_TYPES - sys.stdlib_module_names
    distributions = {
        name: {canonicalize_name(d) for d in modules.get(name, [])} for name in foreign
    }
    assert {name for name, offered in distributions.items() if not offered & NAMES} == set()


def _imported():
    nodes = [node for source in SOURCES for node in ast.walk(ast.parse(source))]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parts = {n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module and not n.level}
    return {name.partition(".")[0] for name in plain | parts}
