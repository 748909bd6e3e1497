import os
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings
from playwright.sync_api import ConsoleMessage, Page, sync_playwright

from tests.e2e.hands import HANDS
from tests.e2e.seeded import free_port, plant, restore, served
from tests.e2e.state import state

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM = Path(os.environ.get("KINDRED_CHROMIUM") or "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}
STARTED_WITHIN = 90  # seconds


def wait_for_address(process):
    """Read what `run` says until it says where the gallery is."""
    for line in process.stdout:
        if "http://" in line:
            return
    pytest.fail(f"the gallery ended with {process.wait()} before it said where it is")


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium (apt-get install -y chromium), see .ci/run")
    return CHROMIUM


@pytest.fixture(scope="module")
def gallery(chromium, onnx_models, tmp_path_factory):
    """The address of a whole new gallery, started as a newcomer starts it."""
    port, data = free_port(), tmp_path_factory.mktemp("gallery")
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    process = subprocess.Popen(  # noqa: S603 our own program
        [sys.executable, "manage.py", "run", "--port", str(port), "--data", str(data)],
        cwd=PROJECT,
        env=environment | {"KINDRED_DATA": str(data), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for_address(process)
        with urlopen(f"http://127.0.0.1:{port}/health/", timeout=STARTED_WITHIN) as answer:
            assert answer.status == 200
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
        process.stdout.close()


@pytest.fixture(scope="session")
def planted(chromium, tmp_path_factory):
    """A data folder with a family of drawn people; nothing writes into it."""
    folder = tmp_path_factory.mktemp("planted")
    plant(folder)
    return folder


@pytest.fixture(scope="session")
def seeded_server(planted, tmp_path_factory):
    with served(planted, tmp_path_factory.mktemp("seeded")) as seeded:
        yield seeded


@pytest.fixture
def seeded_gallery(planted, seeded_server):
    """The address and contents of a gallery full of drawn people, as it was planted.

    Its members are anna (owner), carl (contributor) and vera (viewer); otto has a library of his
    own. No workers run: stages that an action asks for stay asked for.
    """
    restore(planted, seeded_server.data)
    return seeded_server


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(gallery, browser, request):
    """A phone. What its console complains of fails the test; a failure leaves a picture."""
    with watched(browser, request, base_url=gallery, viewport=PHONE, has_touch=True) as phone:
        yield phone


@pytest.fixture
def visit(seeded_gallery, browser, request):
    """Open windows of the seeded gallery: `visit("vera", DESKTOP, color_scheme="dark")`.

    Options are those of Playwright's contexts; `expecting` are pieces of what the console may
    complain of, such as "422" where a refusal is the point.
    """
    with ExitStack() as windows:

        def open_window(who="anna", viewport=PHONE, **options):
            options = {"has_touch": viewport is PHONE} | options
            address = seeded_gallery.address
            window = windows.enter_context(
                watched(browser, request, base_url=address, viewport=viewport, **options)
            )
            window.context.add_cookies([session_cookie(seeded_gallery, who)])
            return window

        yield open_window


@pytest.fixture(scope="module", params=HANDS)
def hand_of_module(planted, seeded_server, browser, request):
    """Anna at one window, with a mouse, the keyboard alone, or a finger on a phone."""
    restore(planted, seeded_server.data)
    finger = request.param == "touch"
    options = {"viewport": PHONE, "has_touch": True} if finger else {"viewport": DESKTOP}
    options |= {"base_url": seeded_server.address, "reduced_motion": "reduce"}
    context = browser.new_context(**options)
    context.add_cookies([session_cookie(seeded_server, "anna")])
    yield HANDS[request.param](context.new_page())
    context.close()


@pytest.fixture
def hand(hand_of_module, planted, seeded_server, request):
    """One test of it: complaints fail it, and what it left changed is put back."""
    before = state(seeded_server)
    hand_of_module.expected.clear()
    try:
        with listening(hand_of_module.window, request, hand_of_module.expected):
            yield hand_of_module
    finally:
        if state(seeded_server) != before:
            restore(planted, seeded_server.data)


def session_cookie(gallery, who):
    value = gallery.facts["sessions"][who]
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": gallery.address}


@contextmanager
def watched(browser, request, *, expecting=(), **options):
    """A window whose complaints fail the test, and that leaves a picture of a failure."""
    context = browser.new_context(**options)
    window: Page = context.new_page()
    try:
        with listening(window, request, expecting):
            yield window
    finally:
        context.close()


@contextmanager
def listening(window, request, expecting):
    window.set_default_timeout(15_000)
    complaints = []

    def note(text):
        if not any(piece in text for piece in expecting):
            complaints.append(text)

    def listen(message: ConsoleMessage):
        if message.type in {"error", "warning"}:
            note(message.text)

    def break_off(error):
        note(str(error))

    window.on("console", listen)
    window.on("pageerror", break_off)
    failed_before = request.session.testsfailed
    yield
    window.remove_listener("console", listen)
    window.remove_listener("pageerror", break_off)
    if request.session.testsfailed > failed_before or complaints:
        folder = PROJECT / "test-results"
        folder.mkdir(exist_ok=True)
        name = request.node.name.replace("/", "_")
        window.screenshot(path=folder / f"{name}.png", full_page=True)
    assert complaints == []
