"""What is said of people, by mouse, by keyboard alone and by touch, and undone again."""

import pytest
from playwright.sync_api import expect

from tests.e2e.acting import Done, act_and_undo, cover_of, faces_of, sure, words
from tests.e2e.seed import NAMED
from tests.e2e.state import THERE

pytestmark = pytest.mark.e2e


def ask_for_name(hand, person):
    hand.go("/people/")
    hand.press(hand.find(f"#person-{person} summary"))


def name_field(hand, person):
    return hand.find(f"#naming-{person} [data-name-field]")


def keep_name(hand, person):
    hand.press(hand.find(f"#naming-{person}").get_by_role("button", name="Keep the name"))


def named(gallery, person, name):
    """With a name the face that stands for somebody is sure to be them."""
    rows = {("person", person, "name"): name} | sure(gallery, cover_of(gallery, person))
    return Done(f"This is {name}.", rows, ("is", "name"))


def merged(gallery, gone, keep):
    """The rows that change where people become one: so are the faces that stand for them."""
    rows = {("person", pk, THERE): False for pk in gone}
    rows |= sure(gallery, *(cover_of(gallery, pk) for pk in [*gone, keep]))
    return rows | {
        ("face", face, "person_id"): keep for pk in gone for face in faces_of(gallery, pk)
    }


def suggested_name(hand, gallery):
    stranger, mia = gallery.facts["unnamed"][0], gallery.person("Mia")
    ask_for_name(hand, stranger)
    hand.write(name_field(hand, stranger), "mi")
    rows = merged(gallery, [stranger], mia)
    hand.suggestion("Mia")
    return Done("These photos are Mia's now.", rows, ("is", "is", "same"))


def new_name(hand, gallery):
    stranger = gallery.facts["unnamed"][1]
    ask_for_name(hand, stranger)
    hand.write(name_field(hand, stranger), "Frieda")
    done = named(gallery, stranger, "Frieda")
    keep_name(hand, stranger)
    return done


def another_of_the_same_name(hand, gallery):
    stranger = gallery.facts["unnamed"][2]
    hand.expected.append("422")
    ask_for_name(hand, stranger)
    hand.write(name_field(hand, stranger), "Mia")
    keep_name(hand, stranger)
    done = named(gallery, stranger, "Mia")
    hand.suggestion("No, another Mia")
    return done


def another_name(hand, gallery):
    mia = gallery.person("Mia")
    hand.go(f"/people/{mia}/")
    hand.press(hand.find(".person-nav").get_by_role("link", name="Put right"))
    hand.press(hand.fold("Rename"))
    hand.write(name_field(hand, mia), "Mia Berg")
    done = named(gallery, mia, "Mia Berg")
    keep_name(hand, mia)
    return done


def merge_of_two(hand, gallery):
    stranger, ruth = gallery.facts["unnamed"][3], gallery.person("Ruth")
    hand.go(f"/people/{stranger}/")
    hand.press(hand.fold("The same as somebody else"))
    hand.tick(hand.find(f"#merge [value='{ruth}']"))
    rows = merged(gallery, [stranger], ruth)
    hand.press(hand.button("They are one person"))
    return Done("They are one person now: Ruth.", rows, ("is", "is", "same"))


def merge_of_many(hand, gallery):
    strangers = gallery.facts["unnamed"][4:7]
    photos = {pk: len(faces_of(gallery, pk)) for pk in strangers}
    keep = max(strangers, key=photos.get)
    hand.go("/people/")
    hand.select([hand.find(f"#person-{pk}") for pk in strangers])
    hand.press(hand.find("[data-picked]").get_by_role("button", name="The same person"))
    expect(hand.find(".one")).to_have_count(3)
    hand.write(hand.find("#name"), "Frieda")
    rows = merged(gallery, [pk for pk in strangers if pk != keep], keep)
    rows["person", keep, "name"] = "Frieda"
    hand.press(hand.button("They are one person"))
    said = ("is", "is", "is", "name", "same", "same")
    return Done("3 are one person now: Frieda.", rows, said)


def somebody_hidden(hand, gallery):
    karl = gallery.person("Karl")
    hand.go(f"/people/{karl}/")
    hand.press(hand.button("Hide: nobody we know"))
    return Done("Karl is hidden now.", {("person", karl, "hidden"): 1}, ("hide",))


def many_hidden(hand, gallery):
    strangers = gallery.facts["unnamed"][7:10]
    hand.go("/people/")
    hand.select([hand.find(f"#person-{pk}") for pk in strangers])
    hand.press(hand.find("[data-picked]").get_by_role("button", name="Hide"))
    rows = {("person", pk, "hidden"): 1 for pk in strangers}
    return Done("3 people are hidden now.", rows, ("hide",) * 3)


def shown_again(hand, gallery):
    hidden = gallery.facts["hidden"][0]
    hand.go("/people/shelf/")
    hand.press(hand.find(f"#person-{hidden}").get_by_role("button", name="Show again"))
    told = "That person is back among the people."
    return Done(told, {("person", hidden, "hidden"): 0}, ("hide",))


def many_shown_again(hand, gallery):
    hidden = gallery.facts["hidden"]
    hand.go("/people/shelf/")
    hand.select([hand.find(f"#person-{pk}") for pk in hidden])
    hand.press(hand.find("[data-picked]").get_by_role("button", name="Show again"))
    rows = {("person", pk, "hidden"): 0 for pk in hidden}
    return Done("2 people are back among the people.", rows, ("hide",) * 2)


def birth_date(hand, gallery):
    ben = gallery.person("Ben")
    hand.go(f"/people/{ben}/")
    hand.press(hand.fold("Say when they were born"))
    hand.write(hand.find("#birth-date [name=day]"), "7")
    hand.pick(hand.find("#birth-date [name=month]"), "August")
    hand.write(hand.find("#birth-date [name=year]"), "1979")
    hand.press(hand.find("#birth-date").get_by_role("button", name="Keep"))
    rows = {
        ("person", ben, "birth_date"): "1979-08-07",
        ("person", ben, "birth_precision"): "day",
    }
    return Done("Birth date kept.", rows, ("birth-date",))


def gender(hand, gallery):
    ben = gallery.person("Ben")
    hand.go(f"/people/{ben}/")
    hand.press(hand.fold("Gender"))
    hand.pick(hand.find("#gender select"), "female")
    hand.press(hand.find("#gender").get_by_role("button", name="Keep"))
    return Done("Kept.", {("person", ben, "gender_said"): "female"}, ("gender",))


def cover(hand, gallery):
    tom = gallery.person("Tom")
    hand.go(f"/people/{tom}/")
    hand.press(hand.fold("Choose a cover"))
    face = int(hand.find("#cover [type=radio]:not(:checked)").last.get_attribute("value"))
    hand.tick(hand.find(f"#cover [value='{face}']"))
    hand.press(hand.button("Take this one"))
    rows = {("person", tom, "cover_id"): face} | sure(gallery, face)
    return Done("A new cover.", rows, ("cover", "is"))


def left_out_of_recognition(hand, gallery):
    lena = gallery.person("Lena")
    hand.go(f"/people/{lena}/")
    hand.press(hand.fold("Leave out of recognition"))
    hand.press(hand.button("Leave out"))
    told = "Lena is left out of recognition now."
    return Done(told, {("person", lena, "left_out"): 1}, ("left-out",))


ACTIONS = [
    suggested_name,
    new_name,
    another_of_the_same_name,
    another_name,
    merge_of_two,
    merge_of_many,
    somebody_hidden,
    many_hidden,
    shown_again,
    many_shown_again,
    birth_date,
    gender,
    cover,
    left_out_of_recognition,
]


@pytest.mark.parametrize("action", ACTIONS, ids=words)
def test_what_is_said_of_people_is_undone(action, hand, seeded_server):
    act_and_undo(action, hand, seeded_server)


def test_somebody_is_forgotten_for_good(hand, seeded_server):
    hand.expected.append("422")
    jonas = seeded_server.person("Jonas")
    faces = faces_of(seeded_server, jonas)
    hand.go(f"/people/{jonas}/")
    hand.press(hand.fold("Forget this person"))
    expect(hand.find("#forget")).to_contain_text("Nothing brings it back.")
    confirm = hand.find("#forget [name=confirm]")
    hand.write(confirm, "Jona")
    hand.press(hand.button("Forget for good"))
    expect(hand.find("#forget [role=alert]")).to_contain_text("Nothing was changed.")
    hand.keeps_focus()
    assert faces_of(seeded_server, jonas) == faces
    hand.write(confirm, "Jonas")
    hand.press(hand.button("Forget for good"))
    hand.sees("Forgotten. The photos are still there.")
    expect(hand.find("[data-notice] .undo")).to_have_count(0)
    expect(hand.find("#named > li")).to_have_count(len(NAMED) - 1)
    assert seeded_server.ask("select * from gallery_person where id = ?", jonas) == []
    assert all(not faces_of_pk(seeded_server, face) for face in faces)


def faces_of_pk(gallery, face):
    return gallery.ask("select id from gallery_face where id = ?", face)
