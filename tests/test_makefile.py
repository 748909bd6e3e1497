import os
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


def what_run_starts(*arguments, **variables):
    """The command line that `make run` ends in, without its set-up and without starting it."""
    environment = {name: value for name, value in os.environ.items() if name != "KINDRED_DATA"}
    return subprocess.run(  # noqa: S603 our own Makefile
        ["make", "--old-file=setup", "PY=printf '%s\\n'", "run", *arguments],  # noqa: S607 found on the path
        cwd=PROJECT,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()


@pytest.mark.parametrize(
    ("arguments", "variables", "data"),
    [
        ([], {}, "data"),
        (["DATA=/srv/my photos"], {}, "/srv/my photos"),
        ([], {"KINDRED_DATA": "/srv/kindred"}, "/srv/kindred"),
        (["DATA=/srv/one"], {"KINDRED_DATA": "/srv/other"}, "/srv/one"),
    ],
)
def test_run_uses_the_data_folder_that_was_named(arguments, variables, data):
    started = what_run_starts(*arguments, **variables)
    assert started[started.index("--data") + 1] == data


def test_run_passes_port_host_and_folder_on():
    started = what_run_starts("PORT=8080", "HOST=0.0.0.0", "PHOTOS=a folder")
    assert started[started.index("--port") + 1] == "8080"
    assert started[started.index("--host") + 1] == "0.0.0.0"  # noqa: S104 passed on, not bound to
    assert started[started.index("--photos") + 1] == "a folder"


def test_run_imports_nothing_unless_a_folder_is_named():
    assert "--photos" not in what_run_starts()
