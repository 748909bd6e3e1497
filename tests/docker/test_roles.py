"""The image's entry points against real PostgreSQL and Redis; Docker itself is not needed."""

import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
ENTRYPOINT = ROOT / "docker/entrypoint"
FIRST_RUN = (
    "from gallery.actions.begin import begin;"
    "begin(username='anna', password='correct horse', library_name='Ours', recognition=True)"
)
PATIENCE = 120  # seconds; each role loads Python packages on a busy machine

pytestmark = pytest.mark.servers


@pytest.fixture
def database():
    """A database of its own on the PostgreSQL of the tests."""
    server = os.environ.get("KINDRED_TEST_DATABASE_URL")
    if not server:
        pytest.skip("needs PostgreSQL: KINDRED_TEST_DATABASE_URL names none")
    name = f"kindred_roles_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield urlsplit(server)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def environment(database, tmp_path):
    """What compose gives the roles."""
    queue = os.environ.get("KINDRED_TEST_REDIS_URL")
    if not queue:
        pytest.skip("needs Redis: KINDRED_TEST_REDIS_URL names none")
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("KINDRED_", "DJANGO_"))}
    return inherited | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "TMPDIR": str(tmp_path),
        "DATABASE_URL": database,
        "REDIS_URL": urlsplit(queue)._replace(path="/5").geturl(),
        "KINDRED_DATA": str(tmp_path / "data"),
        "KINDRED_SECRET_KEY": secrets.token_hex(32),
        "KINDRED_HOSTS": "photos.example.org,localhost",
        "KINDRED_HTTPS": "1",
        "KINDRED_BIND": f"127.0.0.1:{_free_port()}",
        "KINDRED_WEB_WORKERS": "1",
        "KINDRED_WORKERS": "1",
    }


@pytest.fixture
def start(environment, tmp_path):
    """Start roles; all are asked to stop at the end."""
    running = []

    def start(role):
        with (tmp_path / f"{role}.log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 our own entry point
                [ENTRYPOINT, role], env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        running.append(process)
        return process

    yield start
    for process in running:
        process.terminate()
    for process in running:
        process.wait(PATIENCE)


def test_the_three_roles_bring_photos_through_the_pipeline(start, environment, database, tmp_path):
    start("web")
    _wait_until_healthy(environment, tmp_path)
    start("worker")
    start("beat")
    assert _run("shell", "-c", FIRST_RUN, environment=environment).returncode == 0
    photos = _two_photos(tmp_path / "photos")

    done = _run("import_folder", photos, "--wait", environment=environment)

    assert done.returncode == 0, done.stderr
    with psycopg.connect(database) as connection:
        jobs = connection.execute("SELECT stage, state FROM gallery_job").fetchall()
    assert {stage for stage, _ in jobs} >= {"ingest", "detect"}
    assert {state for _, state in jobs} == {"done"}


def test_the_roles_stop_when_asked(start, environment, tmp_path):
    web = start("web")
    _wait_until_healthy(environment, tmp_path)
    roles = [web, start("worker"), start("beat")]
    _wait_for_words(tmp_path / "worker.log", " ready.")
    _wait_for_words(tmp_path / "beat.log", "beat: Starting")

    for role in roles:
        role.terminate()

    assert [role.wait(PATIENCE) for role in roles] == [0, 0, 0]


def _run(*arguments, environment):
    return subprocess.run(  # noqa: S603 our own entry point
        [ENTRYPOINT, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def _wait_until_healthy(environment, logs):
    deadline = time.monotonic() + PATIENCE
    while _run("healthy", environment=environment).returncode != 0:
        assert time.monotonic() < deadline, (logs / "web.log").read_text(encoding="utf-8")
        time.sleep(0.5)


def _wait_for_words(log, words):
    deadline = time.monotonic() + PATIENCE
    while words not in (said := log.read_text(encoding="utf-8")):
        assert time.monotonic() < deadline, said
        time.sleep(0.2)


def _two_photos(folder):
    folder.mkdir()
    for shade in (90, 160):
        Image.new("RGB", (640, 480), (shade, 120, 200)).save(folder / f"{shade}.jpg")
    return folder


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
