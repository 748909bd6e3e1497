"""The seeded gallery that browser tests begin with."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.seed import NAMED, PASSWORD, UNNAMED
from tests.e2e.seeded import restore

pytestmark = pytest.mark.e2e
UNKNOWN = "select count(*) from gallery_person where name = '' and shelf = '' and not hidden"


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_everybody_is_on_the_people_page(viewport, visit):
    window = visit("anna", viewport)
    window.goto("/people/")
    expect(window.locator(".person-card")).to_have_count(len(NAMED) + UNNAMED)


def test_what_was_changed_is_put_back_while_the_gallery_runs(visit, planted, seeded_gallery):
    window = visit("carl")
    window.goto("/people/")
    card = window.locator("section .person-card:has(details)").first
    card.get_by_text("Add a name").click()
    card.get_by_label("Name of this person").fill("Frieda")
    card.get_by_label("Keep the name").click()
    expect(window.locator("[data-named]").filter(has_text="Frieda")).to_be_visible()
    assert seeded_gallery.ask(UNKNOWN) == [(UNNAMED - 1,)]
    restore(planted, seeded_gallery.data)
    window.reload()
    expect(window.get_by_text("Frieda")).to_have_count(0)
    assert seeded_gallery.ask(UNKNOWN) == [(UNNAMED,)]


def test_a_member_signs_in_with_the_password(seeded_gallery, visit):
    window = visit("vera")
    window.context.clear_cookies()
    window.goto("/people/")
    window.get_by_label("Your sign-in name").fill("vera")
    window.get_by_role("textbox", name="Password").fill(PASSWORD)
    window.get_by_role("button", name="Sign in").click()
    expect(window.get_by_role("heading", name="People")).to_be_visible()
