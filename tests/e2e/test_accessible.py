"""axe-core finds no violation of WCAG 2.2 A or AA on any page, small and large, light and dark.

A page more: add its address to ROUTES; a state of a page that one only reaches by doing something:
a function to STATES.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.e2e

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS = {  # in the dark only the colours are others
    "light": {"type": "tag", "values": TAGS},
    "dark": {"type": "rule", "values": ["color-contrast"]},
}
SIZES = {"phone": PHONE, "desktop": DESKTOP}

ROUTES = {  # in braces: see places_of
    "photos": "/",
    "photo": "/photos/{photo}/",
    "photo of a person": "/photos/{photo}/?person={mia}",
    "clip": "/photos/{clip}/",
    "broken": "/photos/{broken}/",
    "people": "/people/",
    "people found": "/people/?find=mi",
    "person": "/people/{mia}/",
    "person without a name": "/people/{unnamed}/",
    "questions": "/people/questions/",
    "shelf": "/people/shelf/",
    "search": "/search/",
    "search for a person": "/search/?q=Mia",
    "search for nothing": "/search/?q=zzz",
    "memories": "/memories/",
    "dates": "/dates/",
    "years of a person": "/people/{mia}/years/",
    "two people": "/people/{mia}/with/{anna}/",
    "two people at the same age": "/people/{mia}/at-the-same-age/?with={anna}",
    "faces of a person": "/people/{mia}/faces/",
    "face": "/faces/{face}/",
    "drawing a face": "/photos/{photo}/draw/",
    "history": "/history/",
    "everything": "/settings/everything/",
    "upload": "/upload/",
    "status": "/status/",
    "clustering": "/status/clustering/?person={mia}",
    "members": "/members/",
    "settings": "/settings/",
    "password": "/password/",
    "programs": "/settings/tokens/",
    "for programs": "/api/docs/",
    "not found": "/photos/999999/",
}


def select_people(window: Page):
    window.goto("/people/")
    window.get_by_role("button", name="Select", exact=True).click()
    for card in window.locator(".wide > .person-card").all()[:2]:
        card.locator("a").first.click()
    expect(window.locator("[data-pick-count]")).to_have_text("2 selected")


def preview_a_merge(window: Page):
    select_people(window)
    window.locator("[data-picked]").get_by_role("button", name="The same person").click()
    expect(window.locator(".one")).to_have_count(2)


def ask_for_a_name(window: Page):
    window.goto("/people/")
    card = window.locator(".wide > .person-card").first
    card.get_by_text("Add a name").click()
    card.get_by_label("Name of this person").press_sequentially("mi")
    expect(card.locator(".suggestion").first).to_be_visible()


def hide_somebody(window: Page):
    select_people(window)
    window.locator("[data-picked]").get_by_role("button", name="Hide").click()
    expect(window.get_by_text("2 people are hidden now.")).to_be_visible()


def open_the_menu(window: Page):
    window.goto("/people/")
    window.get_by_role("button", name="More", exact=True).click()
    expect(window.get_by_role("link", name="Settings")).to_be_visible()


def make_a_token(window: Page):
    window.goto("/settings/tokens/")
    window.get_by_label("What is it for?").fill("The frame in the kitchen")
    window.get_by_role("button", name="Make a token").click()
    expect(window.get_by_label("Token for The frame in the kitchen")).to_be_visible()


def open_all_that_programs_can_ask(window: Page):
    window.goto("/api/docs/")
    for route in window.locator("details > summary").all():
        route.click()
    expect(window.get_by_text("To send").last).to_be_visible()


def sign_in(window: Page):
    window.context.clear_cookies()
    window.goto("/sign-in/")


STATES = [
    select_people,
    preview_a_merge,
    ask_for_a_name,
    hide_somebody,
    open_the_menu,
    make_a_token,
    open_all_that_programs_can_ask,
    sign_in,
]


def places_of(facts):
    """What stands in the braces of ROUTES."""
    return {
        "mia": facts["people"]["Mia"],
        "anna": facts["people"]["Anna"],
        "face": facts["face"],
        "unnamed": facts["unnamed"][0],
        "photo": facts["photos"][9],
        "clip": facts["clip"],
        "broken": facts["broken"],
    }


def violations(window: Page):
    """What axe finds at both sizes and in both colour schemes, a line for each element."""
    window.evaluate(Axe().axe_script)
    found = []
    for size, viewport in SIZES.items():
        window.set_viewport_size(viewport)
        for scheme, rules in LOOKS.items():
            window.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            window.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
            options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
            looked = window.evaluate("(options) => axe.run(document, options)", options)
            for violation in looked["violations"]:
                for node in violation["nodes"]:
                    why = " ".join(node["failureSummary"].split())
                    found.append(f"{size} {scheme} {violation['id']} {node['html'][:200]}: {why}")
    return found


@pytest.mark.parametrize("name", ROUTES)
def test_a_page_is_accessible(name, visit, seeded_gallery):
    window = visit("anna", DESKTOP, expecting=("404",))
    window.goto(ROUTES[name].format(**places_of(seeded_gallery.facts)))
    window.wait_for_load_state("networkidle")
    assert violations(window) == []


@pytest.mark.parametrize("reach", STATES)
def test_a_state_of_a_page_is_accessible(reach, visit):
    window = visit("anna", DESKTOP)
    reach(window)
    assert violations(window) == []


def test_a_page_that_is_not_accessible_would_be_noticed(visit):
    window = visit("anna")
    window.goto("/people/")
    window.evaluate("document.querySelector('main').innerHTML = '<img src=/static/favicon.svg>'")
    window.evaluate("document.body.style = 'color: #777; background: #666'")
    window.evaluate("document.querySelector('main').append('Hardly to be read')")
    found = " ".join(violations(window))
    for expected in ("phone light image-alt", "desktop light image-alt", "dark color-contrast"):
        assert expected in found
