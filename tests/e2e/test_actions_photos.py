"""A face drawn and dates answered, by mouse, by keyboard alone and by touch, and undone again."""

import pytest
from playwright.sync_api import expect

from tests.e2e.acting import Done, act_and_undo, words
from tests.e2e.state import NEW, NOTHING, THERE, changes, state

pytestmark = pytest.mark.e2e
START, END = (0.1, 0.6), (0.3, 0.9)
NEAR = 0.02


def test_a_face_is_drawn_and_undone(hand, seeded_server):
    photo = seeded_server.facts["photos"][1]
    before = state(seeded_server)
    hand.go(f"/photos/{photo}/draw/")
    expect(hand.find("[data-draw-area] img")).to_be_visible()
    hand.draw(hand.find("[data-draw-area]"), START, END)
    hand.write(hand.find("[data-name-field]"), "Frieda")
    hand.press(hand.button("Keep"))
    hand.sees("The face is kept.")
    change = changes(before, state(seeded_server))
    [(anna,)] = seeded_server.ask("select id from gallery_user where username = 'anna'")
    assert change.rows == {
        ("person", NEW, THERE): True,
        ("person", NEW, "name"): "Frieda",
        ("person", NEW, "cover_id"): NEW,
        ("face", NEW, THERE): True,
        ("face", NEW, "asset_id"): photo,
        ("face", NEW, "person_id"): NEW,
        ("face", NEW, "confirmed"): 1,
        ("face", NEW, "confirmed_by_id"): anna,
        ("face", NEW, "detected_by"): "drawn",
    }
    assert change.said == ("drawn", "is", "name")
    frame = 'select "left", "top", "right", "bottom" from gallery_face where detected_by = ?'
    assert seeded_server.ask(frame, "drawn")[0] == pytest.approx((*START, *END), abs=NEAR)
    hand.watch_focus()
    hand.undo()
    hand.keeps_focus()
    assert changes(before, state(seeded_server)) == NOTHING


def proposed_date(hand, gallery):
    photo, year = gallery.facts["doubted"][0]
    hand.go("/dates/")
    hand.press(hand.find(f"#dating-{photo} [data-yes]"))
    return dated(photo, f"{year}-07-01", "year", f"about {year}")


def another_date(hand, gallery):
    photo, _ = gallery.facts["doubted"][1]
    dating = f"#dating-{photo}"
    hand.go("/dates/")
    hand.press(hand.find(f"{dating} summary"))
    hand.write(hand.find(f"{dating} [name=day]"), "9")
    hand.pick(hand.find(f"{dating} [name=month]"), "November")
    hand.write(hand.find(f"{dating} [name=year]"), "2016")
    hand.press(hand.find(dating).get_by_role("button", name="Keep"))
    return dated(photo, "2016-11-09", "", "9 November 2016")


def right_date(hand, gallery):
    photo, _ = gallery.facts["doubted"][0]
    hand.go("/dates/")
    hand.press(hand.find(f"#dating-{photo} [data-no]"))
    return Done("Good. You will not be asked again.", {}, ("date",))


def dated(photo, day, precision, told):
    rows = {
        ("asset", photo, "taken_at"): f"{day} 12:00:00",
        ("asset", photo, "taken_on"): day,
        ("asset", photo, "taken_source"): "typed",
    }
    if precision:
        rows["asset", photo, "taken_precision"] = precision
    return Done(f"This photo is from {told} now.", rows, ("date",))


@pytest.mark.parametrize("action", [proposed_date, another_date, right_date], ids=words)
def test_what_is_said_of_dates_is_undone(action, hand, seeded_server):
    act_and_undo(action, hand, seeded_server)


@pytest.mark.parametrize("hand_of_module", ["keyboard"], indirect=True)
def test_keys_answer_for_the_first_photo_and_take_it_back(hand, seeded_server):
    before = state(seeded_server)
    hand.go("/dates/")
    hand.window.keyboard.press("n")
    hand.sees("Good. You will not be asked again.")
    assert changes(before, state(seeded_server)).said == ("date",)
    hand.window.keyboard.press("Control+z")
    hand.sees("Undone.")
    hand.keeps_focus()
    assert changes(before, state(seeded_server)) == NOTHING
