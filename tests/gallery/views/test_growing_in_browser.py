"""The large face of a person's page, in a real browser: slider, play, and without either."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.conf import settings

from faces.image import encode
from gallery import storage
from tests.faces.image.pictures import quarters
from tests.gallery.queries.lives import born, seen
from tests.gallery.views.browsers import browser_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
YEARS = (2015, 2017, 2019, 2021)


@pytest.fixture
def signed_in(client, owner, queued):
    client.force_login(owner)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def mia(library):
    """Somebody with a crop on the disk for each face."""
    person = born(library, date(2014, 5, 12), name="Mia")
    for year in YEARS:
        face = seen(person, date(year, 6, 1))
        path = storage.rendition_path(face.asset, storage.face_crop_name(face))
        storage.write_rendition(path, encode(quarters(64, 64)))
    return person


@contextmanager
def browsing(address, session, **options):
    with browser_of(address, session) as opened:
        page = opened(**options)
        wrong = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        yield page
    assert wrong == []


def shown(page):
    """What stands in large letters, what a screen reader hears, where the face leads."""
    slider = page.locator("[data-slider]")
    return (
        page.locator("[data-big]:not([data-glimpse])").inner_text(),
        slider.get_attribute("aria-valuetext"),
        page.locator("[data-portrait]").get_attribute("href"),
    )


def test_the_slider_goes_through_the_ages_by_keys(signed_in, mia, live_server):
    photos = list(mia.faces.order_by("pk").values_list("asset", flat=True))
    address = mia.get_absolute_url()
    with browsing(live_server.url, signed_in, reduced_motion="reduce") as page:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.locator("[data-slider]").focus()
        page.keyboard.press("Home")
        assert shown(page) == (
            "12 months", "12 months, 2015", f"/photos/{photos[0]}/?person={mia.pk}",
        )  # fmt: skip
        page.keyboard.press("ArrowRight")
        assert shown(page)[1] == "3 years, 2017"
        page.wait_for_function("document.querySelectorAll('.layer').length === 1")


def test_it_plays_by_itself_once(signed_in, mia, live_server):
    with browsing(live_server.url, signed_in) as page:
        page.goto(mia.get_absolute_url())
        page.get_by_role("button", name="Pause").wait_for()
        page.get_by_role("button", name="Pause").click()
        assert page.get_by_role("button", name="Play").is_visible()
        page.reload()
        page.wait_for_timeout(2000)
        assert page.get_by_role("button", name="Play").is_visible()


def test_with_reduced_motion_nothing_moves_by_itself(signed_in, mia, live_server):
    with browsing(live_server.url, signed_in, reduced_motion="reduce") as page:
        page.goto(mia.get_absolute_url())
        page.wait_for_timeout(2000)
        assert page.get_by_role("button", name="Play").is_visible()


def test_without_scripts_the_strip_leads_to_the_photos(signed_in, mia, live_server):
    with browsing(live_server.url, signed_in, java_script_enabled=False) as page:
        page.goto(mia.get_absolute_url())
        assert page.locator("[data-slider]").is_hidden()
        page.get_by_label("Photos at the age of").select_option("3")
        page.get_by_role("button", name="Show").click()
        assert page.locator(".tile").count() == 2
        page.get_by_role("link", name="3 years, 2017").click()
        assert "/photos/" in page.url
