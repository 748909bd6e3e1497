"""The search field as a combobox (WAI-ARIA), in a real browser."""

from datetime import date

import pytest

from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory
from tests.gallery.views.test_markup_in_browser import browsing, signed_in

__all__ = ["signed_in"]
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mia(library):
    mia = PersonFactory(
        library=library, name="Mia", birth_date=date(2014, 5, 12), birth_precision="day"
    )
    for year in (2015, 2016, 2026):
        asset = AssetFactory(library=library, taken_on=date(year, 7, 14))
        FaceFactory(asset=asset, person=mia)
    return mia


def test_the_field_is_led_by_keys_and_goes_where_one_chose(signed_in, mia, live_server):
    with browsing(live_server.url, signed_in) as (page, refused):
        page.goto("/people/")
        page.keyboard.press("/")
        field = page.get_by_role("combobox")
        page.keyboard.type("Mia")
        options = page.get_by_role("option")
        options.first.wait_for()
        words = options.evaluate_all("found => found.map((one) => one.dataset.words)")
        assert words == ["Mia", "Mia as a baby", "Mia at 2", "Mia at 12"]
        assert field.get_attribute("aria-expanded") == "true"
        assert field.get_attribute("aria-activedescendant") is None
        for _ in range(3):
            page.keyboard.press("ArrowDown")
        active = field.get_attribute("aria-activedescendant")
        assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
        assert page.locator(f"#{active}").get_attribute("data-words") == "Mia at 2"
        page.keyboard.press("Escape")
        assert field.get_attribute("aria-expanded") == "false"
        assert field.input_value() == "Mia"
        page.keyboard.press("ArrowUp")  # opens again, at the last
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=Mia+at+2")
        assert page.get_by_role("link", name="Mia : take away").count() == 1
        assert refused == []


def test_a_tap_on_a_suggestion_goes_there_and_what_is_typed_stays_ours(signed_in, mia, live_server):
    with browsing(live_server.url, signed_in) as (page, refused):
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto("/search/")
        field = page.get_by_role("combobox")
        assert field.evaluate("field => field === document.activeElement")
        page.keyboard.type("mia as")
        page.get_by_role("option", name="Mia as a baby").click()
        page.wait_for_url("**/search/?q=Mia+as+a+baby")
        page.get_by_role("combobox").fill("Mia at 2")
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("Enter")  # nothing chosen: what was typed is asked
        page.wait_for_url("**/search/?q=Mia+at+2")
        wider = "document.documentElement.scrollWidth > window.innerWidth"
        assert not page.evaluate(wider)
        page.goto("/search/")
        assert not page.evaluate(wider)
        assert refused == []
