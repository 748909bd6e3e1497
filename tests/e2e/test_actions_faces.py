"""What is said of faces, by mouse, by keyboard alone and by touch, and undone again."""

import pytest
from playwright.sync_api import expect

from tests.e2e.acting import (
    Done,
    act_and_undo,
    cover_of,
    faces_of,
    photo_of,
    stands_alone,
    sure,
    words,
)
from tests.e2e.state import NEW, THERE

pytestmark = pytest.mark.e2e


def open_face(hand, gallery, face):
    """Open what puts one face right, above its photo."""
    hand.go(f"/photos/{photo_of(gallery, face)}/")
    hand.press(hand.find(f"#who-{face} [data-sheet-link]"))
    expect(hand.find("[data-sheet] #one-face")).to_be_visible()


def choose_faces(hand, gallery, person, faces):
    hand.go(f"/people/{person}/faces/")
    for face in faces:
        hand.tick(hand.find(f".face-grid [value='{face}']"))
    expect(hand.find("[data-count]")).to_have_text(f"{len(faces)} chosen")


def some_of(gallery, name, count):
    """Somebody, and faces of theirs that do not stand for them."""
    person = gallery.person(name)
    stands = cover_of(gallery, person)
    faces = [face for face in faces_of(gallery, person) if face != stands]
    return person, [face for face in faces if stands_alone(gallery, face)][:count]


def moved(gallery, faces, there, *, left):
    """The rows that change where faces become somebody else's: who stays is sure, too."""
    rows = {("face", face, "person_id"): there for face in faces}
    return rows | sure(gallery, *faces, cover_of(gallery, left))


def one_confirmed(hand, gallery):
    _, [face] = some_of(gallery, "Mia", 1)
    open_face(hand, gallery, face)
    hand.press(hand.button("Yes, this is Mia"))
    return Done("This is Mia.", sure(gallery, face), ("is",))


def one_confirmed_above_the_page_of_its_person(hand, gallery):
    mia, [face] = some_of(gallery, "Mia", 1)
    hand.go(f"/people/{mia}/")
    hand.press(hand.find(f".tile[href^='/photos/{photo_of(gallery, face)}/']"))
    hand.press(hand.find(f"[data-stage] #who-{face} [data-sheet-link]"))
    hand.press(hand.button("Yes, this is Mia"))
    return Done("This is Mia.", sure(gallery, face), ("is",))


def many_confirmed(hand, gallery):
    mia, faces = some_of(gallery, "Mia", 3)
    choose_faces(hand, gallery, mia, faces)
    hand.press(hand.button("Right, sure"))
    return Done("These 3 faces are Mia.", sure(gallery, *faces), ("is",) * 3)


def one_given_to_somebody(hand, gallery):
    anna, [face] = some_of(gallery, "Anna", 1)
    rows = moved(gallery, [face], gallery.person("Sofie"), left=anna)
    open_face(hand, gallery, face)
    hand.press(hand.fold("Somebody else"))
    hand.write(hand.find("[data-sheet] [data-name-field]"), "sof")
    hand.suggestion("Sofie")
    return Done("This is Sofie.", rows, ("is", "is"))


def some_given_to_somebody(hand, gallery):
    anna, faces = some_of(gallery, "Anna", 2)
    rows = moved(gallery, faces, gallery.person("Sofie"), left=anna)
    choose_faces(hand, gallery, anna, faces)
    hand.press(hand.button("Somebody else…"))
    hand.write(hand.find("#move-to [data-name-field]"), "sof")
    hand.suggestion("Sofie")
    return Done("These 2 faces are Sofie.", rows, ("is",) * 3)


def some_are_somebody_new(hand, gallery):
    ben, faces = some_of(gallery, "Ben", 2)
    rows = moved(gallery, faces, NEW, left=ben)
    rows |= {("person", NEW, THERE): True, ("person", NEW, "cover_id"): min(faces)}
    choose_faces(hand, gallery, ben, faces)
    hand.press(hand.button("Somebody else…"))
    hand.press(hand.button("Somebody new, without a name yet"))
    return Done("These 2 faces are somebody new.", rows, ("is",) * 3)


def one_taken_away(hand, gallery):
    mia, [face] = some_of(gallery, "Mia", 1)
    rows = {("face", face, "person_id"): None} | sure(gallery, cover_of(gallery, mia))
    open_face(hand, gallery, face)
    hand.press(hand.button("Not Mia"))
    return Done("Never Mia again.", rows, ("is", "is-not"))


def some_taken_away(hand, gallery):
    mia, faces = some_of(gallery, "Mia", 2)
    rows = {("face", face, "person_id"): None for face in faces}
    choose_faces(hand, gallery, mia, faces)
    hand.press(hand.button("Not Mia"))
    rows |= sure(gallery, cover_of(gallery, mia))
    return Done("Never Mia again.", rows, ("is", "is-not", "is-not"))


def one_is_no_face(hand, gallery):
    _, [face] = some_of(gallery, "Lena", 1)
    open_face(hand, gallery, face)
    hand.press(hand.button("Not a face"))
    return Done("That is no face.", no_faces([face]), ("not-a-face",))


def some_are_no_faces(hand, gallery):
    lena, faces = some_of(gallery, "Lena", 2)
    choose_faces(hand, gallery, lena, faces)
    hand.press(hand.button("Not a face"))
    return Done("Those 2 are no faces.", no_faces(faces), ("not-a-face",) * 2)


def no_faces(faces):
    rows = {("face", face, "person_id"): None for face in faces}
    return rows | {("face", face, "not_a_face"): 1 for face in faces}


def seen_twice(hand, gallery):
    mia, [face] = some_of(gallery, "Mia", 1)
    beside = "select id, person_id from gallery_face where asset_id = ? and id != ?"
    other, theirs = gallery.ask(beside, photo_of(gallery, face), face)[-1]
    rows = {("face", other, "person_id"): mia} | sure(
        gallery, face, other, cover_of(gallery, theirs)
    )
    open_face(hand, gallery, face)
    hand.press(hand.fold("Seen twice in this photo"))
    hand.press(hand.find(f".twice-faces [value='{other}']"))
    return Done("The same person twice in this photo.", rows, ("is", "is", "is", "twice"))


def cover_from_a_photo(hand, gallery):
    mia, [face] = some_of(gallery, "Mia", 1)
    open_face(hand, gallery, face)
    hand.press(hand.button("Take as the cover"))
    rows = {("person", mia, "cover_id"): face} | sure(gallery, face)
    return Done("A new cover.", rows, ("cover", "is"))


ACTIONS = [
    one_confirmed,
    one_confirmed_above_the_page_of_its_person,
    many_confirmed,
    one_given_to_somebody,
    some_given_to_somebody,
    some_are_somebody_new,
    one_taken_away,
    some_taken_away,
    one_is_no_face,
    some_are_no_faces,
    seen_twice,
    cover_from_a_photo,
]


@pytest.mark.parametrize("action", ACTIONS, ids=words)
def test_what_is_said_of_faces_is_undone(action, hand, seeded_server):
    act_and_undo(action, hand, seeded_server)
