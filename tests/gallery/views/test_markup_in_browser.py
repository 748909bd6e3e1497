"""A real browser looks at pages full of payloads, and runs none of them."""

from contextlib import contextmanager

import pytest
from django.conf import settings

from tests.faces.metadata.payloads import PAYLOADS, photo_saying
from tests.gallery.views.browsers import browser_of
from tests.gallery.views.test_markup import fill

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

ALL_AT_ONCE = "\"'><img src=x onerror=alert(1)></title><script>alert(2)</script>"


@pytest.fixture
def signed_in(client, owner, queued):
    """The cookie of somebody whose library will be looked at."""
    client.force_login(owner)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def browsing(address, session):
    """A page, and what opened a dialog or was refused by the policy on it.

    Not a fixture: while it lasts, this thread must not ask the database.
    """
    ran = []

    def dismiss(dialog):
        ran.append(dialog.message)
        dialog.dismiss()

    with browser_of(address, session) as opened:
        page = opened()
        page.on("dialog", dismiss)
        page.on("console", lambda said: "Security Policy" in said.text and ran.append(said.text))
        yield page, ran


def test_no_page_runs_what_somebody_wrote(signed_in, library, live_server):
    pages = fill(library, ALL_AT_ONCE)
    with browsing(live_server.url, signed_in) as (page, ran):
        for address in pages.values():
            page.goto(address)
            page.mouse.move(200, 200)
        page.goto(pages["photo"])
        assert ALL_AT_ONCE in page.locator("body").inner_text()
        assert ran == []


def test_sending_a_file_whose_name_is_markup_shows_the_name(signed_in, live_server):
    files = [
        {
            "name": payload.replace("/", "_") + ".jpg",
            "mimeType": "image/jpeg",
            "buffer": photo_saying(payload) if number % 2 else b"<script>alert(1)</script>",
        }
        for number, payload in enumerate(PAYLOADS)
    ]
    with browsing(live_server.url, signed_in) as (page, ran):
        page.goto("/upload/")
        page.locator("#files").set_input_files(files)
        page.get_by_text("a web page").first.wait_for()
        page.get_by_text(files[0]["name"]).first.wait_for()
        assert ran == []


def test_a_payload_that_did_run_would_be_noticed(signed_in, live_server):
    with browsing(live_server.url, signed_in) as (page, ran):
        page.set_content("<img src=x onerror=alert(1)>")
        page.wait_for_timeout(500)
        assert ran == ["1"]
        page.goto("/people/")
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')"
        )
        page.wait_for_timeout(500)
        assert len(ran) == 2  # refused by the policy
        assert "Security Policy" in ran[1]
