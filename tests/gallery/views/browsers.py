"""A real browser in which somebody is signed in."""

from contextlib import contextmanager

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests.e2e.conftest import ARGUMENTS, CHROMIUM


@contextmanager
def browser_of(address, session):
    """Opens pages of a live server: a function that takes the options of a browser's context.

    While it lasts, this thread must not ask the database.

    Args:
        address: of the server.
        session: value of the cookie of whoever is signed in.
    """
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium (apt-get install -y chromium), see .ci/run")
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)

        def opened(**options):
            context = browser.new_context(base_url=address, **options)
            context.add_cookies([cookie])
            return context.new_page()

        yield opened
        browser.close()
