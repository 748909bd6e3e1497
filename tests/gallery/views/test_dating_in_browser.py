"""Dates answered with keys, by a swipe, and without scripts."""

from datetime import date
from io import BytesIO

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image

from gallery import storage
from tests.e2e.conftest import PHONE
from tests.gallery.factories import AssetFactory, DatingFactory, FaceFactory, PersonFactory
from tests.gallery.views.browsers import browser_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SWIPE = """async ([far, image]) => {
  const touch = (name, x) => {
    const at = new Touch({identifier: 1, target: image, clientX: x, clientY: 300});
    const fingers = name === "touchend" ? [] : [at];
    image.dispatchEvent(new TouchEvent(name, {
      touches: fingers, changedTouches: [at], bubbles: true, cancelable: true}));
  };
  touch("touchstart", 200); touch("touchmove", 200 + far / 2); touch("touchend", 200 + far);
}"""


@pytest.fixture
def datings(library):
    mia = PersonFactory(
        library=library, name="Mia", birth_date=date(2003, 5, 1), birth_precision="month"
    )
    picture = BytesIO()
    Image.new("RGB", (300, 200), "#789").save(picture, "JPEG")
    found = []
    for doubt in (5.0, 4.0, 3.0):
        asset = AssetFactory(library=library, taken_source="file")
        for name in (storage.PREVIEW, storage.THUMBNAIL):
            storage.write_rendition(storage.rendition_path(asset, name), picture.getvalue())
        FaceFactory(asset=asset, person=mia, age=4.0)
        found.append(DatingFactory(asset=asset, doubt=doubt))
    return found


@pytest.fixture
def phone(client, owner, live_server, queued):
    """Opens a page as somebody who is signed in; with or without scripts."""
    client.force_login(owner)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    with browser_of(live_server.url, session) as window:

        def opened(**options):
            page = window(viewport=PHONE, has_touch=True, **options)
            page.set_default_timeout(10_000)
            page.goto(reverse("dates"))
            return page

        yield opened


def waits_for(page, pk):
    """Until this photo is the first on the page."""
    page.locator(f".datings > li:first-child#dating-{pk}").wait_for()


def test_keys_answer_one_photo_after_the_other_and_undo_is_at_hand(datings, phone):
    page = phone()
    waits_for(page, datings[0].pk)
    page.keyboard.press("y")
    waits_for(page, datings[1].pk)
    page.keyboard.press("n")
    waits_for(page, datings[2].pk)
    page.get_by_role("button", name="Undo").click()
    waits_for(page, datings[1].pk)


def test_letters_that_are_typed_into_a_field_are_no_answer(datings, phone):
    page = phone()
    page.locator(".another summary").first.click()
    page.get_by_label("Year", exact=True).first.focus()
    page.keyboard.press("y")
    page.keyboard.press("n")
    page.keyboard.type("2004")
    page.keyboard.press("Enter")
    page.get_by_text("from about 2004 now").wait_for()
    waits_for(page, datings[1].pk)


@pytest.mark.parametrize(("far", "told"), [(160, "about 2005"), (-160, "not be asked again")])
def test_a_swipe_answers(datings, phone, far, told):
    page = phone()
    image = page.locator(".dating-photo img").first
    page.evaluate(SWIPE, [far, image.element_handle()])
    page.get_by_text(told).first.wait_for()
    waits_for(page, datings[1].pk)


def test_a_short_move_is_no_answer(datings, phone):
    page = phone()
    image = page.locator(".dating-photo img").first
    page.evaluate(SWIPE, [30, image.element_handle()])
    page.evaluate(SWIPE, [20, image.element_handle()])
    waits_for(page, datings[0].pk)
    assert page.locator("[data-dating]").count() == 3


def test_without_scripts_buttons_and_fields_do_the_same(datings, phone):
    page = phone(java_script_enabled=False)
    page.get_by_role("button", name="Yes, about 2005").first.click()
    assert page.get_by_text("from about 2005 now").is_visible()
    page.locator(".another summary").first.click()
    page.get_by_label("Year", exact=True).first.fill("2004")
    page.get_by_role("button", name="Keep").first.click()
    assert page.get_by_text("from about 2004 now").is_visible()
    page.get_by_role("button", name="Undo").first.click()
    assert page.locator(f"#dating-{datings[1].pk}").is_visible()
