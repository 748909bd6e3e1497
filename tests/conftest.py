import os
from pathlib import Path

import pytest
from django.db import connections
from hypothesis import settings

from faces.weights.store import is_ready, models_folder

PROJECT = Path(__file__).resolve().parents[1]

# The time of one example says more about the machine's other work than about ours.
settings.register_profile("kindred", deadline=None)
settings.register_profile("long", deadline=None, max_examples=2000)
settings.load_profile("kindred")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """A database in a file, as in use: threads that share one in memory lock each other out."""
    database = connections["default"]
    if database.vendor == "sqlite":
        name = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database.settings_dict["TEST"]["NAME"] = str(name)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real photographs, which are no part of the project."""
    folder = Path(os.environ.get("KINDRED_SHARED_DATA") or PROJECT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"needs the research data, ../shared/data: nothing is at {folder}")
    return folder


@pytest.fixture(scope="session")
def onnx_models() -> Path:
    """The folder of the converted weights."""
    models = models_folder()
    if not is_ready(models):
        pytest.skip(f"no current weights in {models}: run `python -m faces.weights` first")
    return models
