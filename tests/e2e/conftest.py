import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import ConsoleMessage, Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM = Path(os.environ.get("KINDRED_CHROMIUM") or "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE = {"width": 390, "height": 844}
STARTED_WITHIN = 90  # seconds


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_address(process):
    """Read what `run` says until it says where the gallery is."""
    for line in process.stdout:
        if "http://" in line:
            return
    pytest.fail(f"the gallery ended with {process.wait()} before it said where it is")


@pytest.fixture(scope="module")
def gallery(onnx_models, tmp_path_factory):
    """The address of a whole new gallery, started as a newcomer starts it."""
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium (apt-get install -y chromium), see .ci/run")
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


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(gallery, browser, request):
    """A phone. What its console complains of fails the test; a failure leaves a picture."""
    context = browser.new_context(base_url=gallery, viewport=PHONE, has_touch=True)
    phone: Page = context.new_page()
    phone.set_default_timeout(15_000)
    complaints = []

    def note(message: ConsoleMessage):
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    phone.on("console", note)
    phone.on("pageerror", lambda error: complaints.append(str(error)))
    failed_before = request.session.testsfailed
    yield phone
    if request.session.testsfailed > failed_before or complaints:
        folder = PROJECT / "test-results"
        folder.mkdir(exist_ok=True)
        phone.screenshot(path=folder / f"{request.node.name}.png", full_page=True)
    context.close()
    assert complaints == []
