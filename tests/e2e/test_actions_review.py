"""Questions answered by mouse, by one key each and by swipes, and undone again."""

import pytest
from playwright.sync_api import expect

from tests.e2e.acting import Done, act_and_undo, cover_of, sure, words
from tests.e2e.hands import STILL, place, touch
from tests.e2e.state import NOTHING, changes, state
from tests.e2e.test_actions_people import merged

pytestmark = pytest.mark.e2e

KEYS = {"[data-yes]": "y", "[data-no]": "n", "[data-later]": "u"}
WAYS = {"[data-yes]": (1, 0), "[data-no]": (-1, 0), "[data-later]": (0, -1)}
FAR = 120  # px of a swipe


def first_pair(gallery):
    """Whom the first question is about: somebody without a name, and somebody with one."""
    return gallery.ask(
        "select person_id, other_id from gallery_proposal where kind = 'join' order by id"
    )[0]


def answer(hand, said):
    """Answer as each device does it best."""
    if hand.name == "keyboard":
        hand.window.keyboard.press(KEYS[said])
    elif hand.name == "touch":
        swipe(hand, *WAYS[said])
    else:
        hand.press(hand.find(said))


def swipe(hand, across, down):
    session = hand.window.context.new_cdp_session(hand.window)
    card = hand.find("[data-swipe-answer]")
    x, y = place(card, (0.5, 0.4))
    touch(session, "touchStart", x, y)
    for part in (0.3, 0.6, 1.0):
        touch(session, "touchMove", x + part * FAR * across, y + part * FAR * down)
    # Lifted while it moves it would have flung something, and the next tap only stops that.
    hand.window.wait_for_timeout(STILL)
    touch(session, "touchMove", x + FAR * across, y + FAR * down)
    touch(session, "touchEnd")


def asked(hand):
    hand.go("/people/questions/")
    expect(hand.find("h1")).to_have_text("The same person?")


def the_same_person(hand, gallery):
    stranger, known = first_pair(gallery)
    rows = merged(gallery, [stranger], known)
    asked(hand)
    answer(hand, "[data-yes]")
    return Done("One person.", rows, ("is", "is", "same"))


def two_people(hand, gallery):
    stranger, known = first_pair(gallery)
    rows = sure(gallery, cover_of(gallery, stranger), cover_of(gallery, known))
    asked(hand)
    answer(hand, "[data-no]")
    return Done("Two people.", rows, ("different", "is", "is"))


@pytest.mark.parametrize("action", [the_same_person, two_people], ids=words)
def test_an_answer_is_undone_and_its_question_asked_again(action, hand, seeded_server):
    question = "select count(*) from gallery_proposal where answer = ''"
    before = seeded_server.ask(question)
    act_and_undo(action, hand, seeded_server)
    assert seeded_server.ask(question) == before
    expect(hand.find("h1")).to_have_text("The same person?")


def test_what_one_is_not_sure_of_comes_later_and_changes_nothing(hand, seeded_server):
    before = state(seeded_server)
    asked(hand)
    first = hand.find(".side").first.get_attribute("href")
    answer(hand, "[data-later]")
    expect(hand.find(".side").first).not_to_have_attribute("href", first)
    assert changes(before, state(seeded_server)) == NOTHING


@pytest.mark.parametrize("hand", ["keyboard"], indirect=True)
def test_the_last_answer_is_taken_back_by_one_key(hand, seeded_server):
    before = state(seeded_server)
    asked(hand)
    answer(hand, "[data-yes]")
    hand.sees("One person.")
    hand.window.keyboard.press("z")
    hand.sees("Undone.")
    assert changes(before, state(seeded_server)) == NOTHING
