"""Clearing the people page with a finger, a mouse, the keyboard, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.e2e
HIDDEN = "select count(*) from gallery_person where hidden"
CARDS = "#named > .person-card, .wide > .person-card"


def unnamed(window):
    return window.locator(".wide > .person-card")


def count(window):
    return window.locator("[data-pick-count]")


def bar(window):
    return window.locator("[data-picked]")


def press_long(window, card):
    """Rest a finger on a card, as the browser tells it."""
    spot = card.locator("a").first.bounding_box()
    x, y = spot["x"] + spot["width"] / 2, spot["y"] + 40
    session = window.context.new_cdp_session(window)
    touch = {"touchPoints": [{"x": x, "y": y}]}
    session.send("Input.dispatchTouchEvent", {"type": "touchStart"} | touch)
    window.wait_for_timeout(700)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_on_a_phone_strangers_are_hidden_by_a_long_press_and_taps(visit, seeded_gallery):
    window, before = visit("anna", PHONE), seeded_gallery.ask(HIDDEN)[0][0]
    window.goto("/people/")
    all_of_them = unnamed(window).count()
    unnamed(window).first.scroll_into_view_if_needed()
    press_long(window, unnamed(window).first)
    expect(count(window)).to_have_text("1 selected")
    for number in (1, 2):
        unnamed(window).nth(number).locator("a").tap()
    expect(count(window)).to_have_text("3 selected")
    bar(window).get_by_role("button", name="Hide").tap()
    expect(window.get_by_text("3 people are hidden now.")).to_be_visible()
    expect(unnamed(window)).to_have_count(all_of_them - 3)
    expect(bar(window)).to_be_hidden()
    assert seeded_gallery.ask(HIDDEN) == [(before + 3,)]
    window.get_by_role("button", name="Undo").tap()
    expect(unnamed(window)).to_have_count(all_of_them)
    assert seeded_gallery.ask(HIDDEN) == [(before,)]


def test_the_select_button_begins_and_the_cross_ends(visit):
    window = visit("anna", PHONE)
    window.goto("/people/")
    window.get_by_role("button", name="Select", exact=True).tap()
    expect(bar(window).get_by_role("button", name="Hide")).to_be_disabled()
    unnamed(window).first.locator("a").tap()
    expect(bar(window).get_by_role("button", name="Hide")).to_be_enabled()
    expect(bar(window).get_by_role("button", name="The same person")).to_be_disabled()
    bar(window).get_by_role("button", name="Stop selecting").tap()
    expect(bar(window)).to_be_hidden()
    expect(window.locator("[name=person]:checked")).to_have_count(0)


def test_with_mouse_and_keyboard_ranges_all_and_escape(visit):
    window = visit("anna", DESKTOP)
    window.goto("/people/")
    cards = unnamed(window)
    cards.nth(1).hover()
    cards.nth(1).get_by_role("checkbox").click()
    cards.nth(5).locator("a").first.click(modifiers=["Shift"])
    expect(count(window)).to_have_text("5 selected")
    assert window.url.endswith("/people/")
    cards.nth(3).locator("a").first.click()
    expect(count(window)).to_have_text("4 selected")
    window.keyboard.press("Control+a")
    expect(count(window)).to_have_text(f"{cards.count()} selected")
    window.keyboard.press("Escape")
    expect(bar(window)).to_be_hidden()
    cards.nth(0).locator("a").first.click()
    expect(window).to_have_url(re.compile(r"/people/\d+/$"))


def test_with_the_keyboard_alone_somebody_is_selected(visit):
    window = visit("anna", DESKTOP)
    window.goto("/people/")
    box = unnamed(window).first.get_by_role("checkbox")
    box.focus()
    window.keyboard.press("Space")
    expect(box).to_be_checked()
    expect(count(window)).to_have_text("1 selected")


def test_many_become_one_after_a_look_at_all_their_faces(visit, seeded_gallery):
    window = visit("carl", PHONE)
    window.goto("/people/")
    window.get_by_role("button", name="Select", exact=True).tap()
    for number in range(3):
        unnamed(window).nth(number).locator("a").tap()
    bar(window).get_by_role("button", name="The same person").tap()
    expect(window.get_by_role("heading", name="The same person?")).to_be_visible()
    expect(window.locator(".one")).to_have_count(3)
    window.get_by_label("Name").fill("Frieda")
    window.get_by_role("button", name="They are one person").tap()
    expect(window.get_by_text("3 are one person now: Frieda.")).to_be_visible()
    expect(window.locator("#named").get_by_text("Frieda")).to_be_visible()
    window.get_by_role("button", name="Undo").tap()
    expect(window.locator("#named").get_by_text("Frieda")).to_have_count(0)


def test_one_name_for_all_is_chosen_from_suggestions_with_faces(visit, seeded_gallery):
    window = visit("anna", DESKTOP)
    window.goto("/people/shelf/")
    for number in range(2):
        unnamed(window).nth(number).hover()
        unnamed(window).nth(number).get_by_role("checkbox").check()
    bar(window).get_by_role("button", name="Name").click()
    expect(window.get_by_role("heading", name="Who is this?")).to_be_visible()
    window.get_by_label("Name").press_sequentially("mi")
    window.locator(".suggestion").filter(has_text="Mia").click()
    expect(window.locator(".one")).to_have_count(3)
    window.get_by_role("button", name="They are one person").click()
    expect(window.get_by_text("3 are one person now: Mia.")).to_be_visible()
    expect(window).to_have_url(re.compile("/people/shelf/$"))


def test_without_javascript_everything_is_one_form(visit, seeded_gallery):
    window = visit("anna", PHONE, java_script_enabled=False)
    window.goto("/people/")
    before = seeded_gallery.ask(HIDDEN)[0][0]
    for number in range(2):
        unnamed(window).nth(number).get_by_role("checkbox").check()
    bar(window).get_by_role("button", name="The same person").click()
    expect(window.locator(".one")).to_have_count(2)
    window.get_by_role("link", name="Back").click()
    for number in range(2):
        unnamed(window).nth(number).get_by_role("checkbox").check()
    bar(window).get_by_role("button", name="Hide").click()
    expect(window.get_by_text("2 people are hidden now.")).to_be_visible()
    assert seeded_gallery.ask(HIDDEN) == [(before + 2,)]


def test_a_viewer_selects_nobody(visit):
    window = visit("vera", PHONE)
    window.goto("/people/")
    press_long(window, unnamed(window).first)
    expect(window.locator("[name=person]")).to_have_count(0)
    expect(bar(window)).to_have_count(0)


def test_naming_in_place_goes_on_to_the_next(visit):
    window = visit("anna", DESKTOP)
    window.goto("/people/")
    unnamed(window).first.get_by_text("Add a name").click()
    window.keyboard.type("Frieda")
    window.keyboard.press("Enter")
    expect(window.locator("[data-named]").filter(has_text="Frieda")).to_be_visible()
    expect(unnamed(window).nth(1).get_by_label("Name of this person")).to_be_focused()
    window.keyboard.type("mi")
    expect(unnamed(window).nth(1).locator(".suggestion").filter(has_text="Mia")).to_be_visible()


def test_a_name_is_found_while_it_is_typed_and_who_is_not_on_the_page_yet_is_brought(visit):
    window = visit("anna", PHONE)
    window.goto("/people/?find=karl")
    named = window.locator("#named > .person-card")
    expect(named).to_have_count(1)
    field = window.get_by_role("searchbox", name="Find among 10 people with a name")
    with window.expect_response("**/people/?find=so"):
        field.fill("so")
        expect(window.locator("#named > .person-card:visible")).to_have_count(0)  # at once
    expect(named).to_have_count(1)
    expect(named.get_by_text("Sofie")).to_be_visible()
    field.fill("zz")
    expect(window.get_by_text("name begins like that")).to_be_visible()
    field.fill("")
    expect(named).to_have_count(10)
