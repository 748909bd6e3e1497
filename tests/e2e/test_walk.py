"""A newcomer's first quarter of an hour, in a real browser against the real thing."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.e2e, pytest.mark.models]

PHOTOS = 16
ANALYSED_WITHIN = 240_000  # milliseconds


def begin(page: Page):
    page.goto("/")
    expect(page).to_have_url(re.compile("/welcome/$"))
    page.get_by_label("Your sign-in name").fill("anna")
    page.get_by_role("textbox", name="Password").fill("four friends and a sofa")
    page.get_by_label("Name of the library").fill("The six")
    page.get_by_text("Yes, find out who is who").click()
    page.get_by_role("button", name="Open the gallery").click()
    expect(page).not_to_have_url(re.compile("/welcome/$"))


def upload(page: Page, files):
    page.goto("/upload/")
    page.locator("#files").set_input_files(files)
    expect(page.locator("[data-headline]")).to_contain_text("You can", timeout=60_000)


def wait_for_people(page: Page, at_least):
    """Look at the people until the analysis is through."""
    cards = page.locator(".person-card")
    for _ in range(ANALYSED_WITHIN // 3000):
        page.goto("/people/")
        if cards.count() >= at_least and not page.get_by_text("Still looking").count():
            return
        page.wait_for_timeout(3000)
    expect(cards).to_have_count(at_least)


def name_first_unknown(page: Page, name):
    page.goto("/people/")
    card = page.locator("section .person-card:has(details)").first
    card.get_by_text("Add a name").click()
    card.get_by_label("Name of this person").fill(name)
    card.get_by_label("Keep the name").click()
    expect(page.locator("[data-named]").filter(has_text=name)).to_be_visible()


def named(page: Page, name):
    page.goto("/people/")
    return page.locator(".person-card").filter(has_text=name)


def test_from_the_first_page_to_people_with_names(page: Page, shared_data):
    photos = sorted((shared_data / "friends" / "photos").iterdir())[:PHOTOS]
    begin(page)
    upload(page, photos)
    upload(page, photos[:2])  # the same again: recognised, not doubled
    expect(page.locator("[data-totals]")).to_contain_text("2 already here")

    wait_for_people(page, 4)
    page.goto("/")
    expect(page.locator("a[href^='/photos/']")).to_have_count(PHOTOS)
    name_first_unknown(page, "Ross")
    name_first_unknown(page, "Joey")
    expect(named(page, "Ross")).to_have_count(1)

    named(page, "Joey").get_by_role("link").first.click()
    page.get_by_text("The same as somebody else").click()
    page.locator("#merge label").filter(has_text="Ross").click()
    page.get_by_role("button", name="They are one person").click()
    expect(page.get_by_role("heading", name="Ross")).to_be_visible()
    expect(named(page, "Joey")).to_have_count(0)

    page.goto("/people/")
    named(page, "Ross").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Ross")).to_be_visible()
