"""Each write does what it says, answers what undoes it, and undoing brings everything back."""

import pytest

from gallery.models import Decision, Face, Person
from tests.gallery.factories import PersonFactory

pytestmark = pytest.mark.django_db

BOX = {"left": 0.7, "top": 0.3, "right": 0.8, "bottom": 0.45}
# Method, route, whose number stands in the address, body, kind of decision.
WRITES = {
    "name": lambda f: ("put", "person-name", f.tom.pk, {"name": " Tom  Lind "}),
    "birth-date": lambda f: (
        "put",
        "person-birth-date",
        f.mia.pk,
        {"birth_date": "2014-05-01", "precision": "month"},
    ),
    "gender": lambda f: ("put", "person-gender", f.mia.pk, {"gender": "female"}),
    "cover": lambda f: ("put", "person-cover", f.mia.pk, {"face": f.faces[3].pk}),
    "left-out": lambda f: ("put", "person-left-out", f.mia.pk, {"left_out": True}),
    "hide": lambda f: ("post", "people-hide", None, {"people": ids(f.mia, f.tom), "hidden": True}),
    "merge": lambda f: ("post", "person-merge", f.mia.pk, {"absorb": ids(f.tom)}),
    "split": lambda f: ("post", "person-split", f.mia.pk, {"faces": ids(f.faces[0])}),
    "move": lambda f: (
        "post",
        "faces-move",
        None,
        {"faces": ids(f.faces[2], f.faces[5]), "person": f.mia.pk, "twice": True},
    ),
    "forbid": lambda f: ("post", "faces-forbid", None, {"faces": ids(f.faces[0])}),
    "not-a-face": lambda f: ("post", "faces-not-a-face", None, {"faces": ids(f.faces[0])}),
    "twice": lambda f: (
        "post",
        "faces-twice",
        None,
        {"first": f.faces[0].pk, "second": f.faces[2].pk},
    ),
    "draw": lambda f: ("post", "asset-draw", f.photos[0].pk, {"box": BOX, "person": f.tom.pk}),
    "dates": lambda f: (
        "post",
        "assets-dates",
        None,
        {"assets": ids(*f.photos), "date": "1987-03-04", "precision": "year"},
    ),
    "yes": lambda f: ("post", "question-answer", f.question.pk, {"yes": True}),
    "who": lambda f: ("post", "question-who", f.who.pk, {"person": None, "name": "Tom"}),
    "who of those there": lambda f: ("post", "question-who", f.who.pk, {"person": f.mia.pk}),
    "no": lambda f: ("post", "question-answer", f.question.pk, {"yes": False}),
}
# Features of somebody left out are erased, and come again only when their faces are looked at.
ERASED = {"features", "age_posterior", "age", "p_male", "quality", "represented_by"}


def ids(*rows):
    return [row.pk for row in rows]


def without_what_is_erased(tables):
    for row in tables[1]:
        for name in ERASED:
            row["fields"].pop(name)
    return tables


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.usefixtures("preview")
def test_a_write_can_be_undone_by_what_it_answers(api, contributor, family, rows, name):
    before = rows()
    done = api(*WRITES[name](family))
    assert done.status_code == (201 if name == "draw" else 200), done.content
    decision = Decision.objects.get()
    assert done.json()["decision"] == decision.pk
    assert decision.by == contributor
    changed = rows()
    assert changed != before
    undone = api("post", "decision-undo", decision.pk)
    assert undone.status_code == 200
    assert undone.json()["undone_at"]
    after = rows()
    if name == "left-out":
        before, after = without_what_is_erased(before), without_what_is_erased(after)
    assert after == before


def test_a_name_is_cleared_of_double_spaces(api, family):
    api(*WRITES["name"](family))
    family.tom.refresh_from_db()
    assert family.tom.name == "Tom Lind"


def test_saying_what_is_so_already_is_no_decision(api, family):
    answer = api("put", "person-name", family.mia.pk, {"name": "Mia"}).json()
    assert answer["decision"] is None
    assert not Decision.objects.exists()


def test_a_second_one_of_a_name_has_to_be_meant(api, family):
    refused = api("put", "person-name", family.tom.pk, {"name": "mia"})
    assert refused.status_code == 409
    assert refused.json()["people"] == [family.mia.pk]
    meant = api("put", "person-name", family.tom.pk, {"name": "mia", "another": True})
    assert meant.status_code == 200
    assert Person.objects.filter(name__iexact="mia").count() == 2


def test_null_lets_the_estimates_count_again(api, family):
    Person.objects.filter(pk=family.mia.pk).update(
        birth_date="2014-05-01", birth_precision="day", gender_said="male", gender="female"
    )
    api("put", "person-birth-date", family.mia.pk, {"birth_date": None})
    api("put", "person-gender", family.mia.pk, {"gender": None})
    answer = api("get", "person", family.mia.pk).json()
    assert (answer["birth_date"], answer["birth_precision"]) == (None, None)
    assert (answer["gender"], answer["gender_said"]) == ("female", None)


def test_a_split_names_the_new_person(api, family):
    new = api(*WRITES["split"](family)).json()["person"]
    family.faces[0].refresh_from_db()
    assert family.faces[0].person_id == new != family.mia.pk


def test_faces_go_to_somebody_new_without_a_person(api, family):
    answer = api("post", "faces-move", None, {"faces": ids(family.faces[2]), "person": None})
    assert Person.objects.get(pk=answer.json()["person"]).faces.count() == 1


def test_twice_in_a_photo_is_refused_until_it_is_said(api, family):
    Face.objects.filter(pk=family.faces[0].pk).update(confirmed=True)
    body = {"faces": ids(family.faces[2]), "person": family.mia.pk}
    refused = api("post", "faces-move", None, body)
    assert refused.status_code == 409
    assert refused.json()["faces"] == ids(family.faces[0], family.faces[2])
    assert api("post", "faces-move", None, {**body, "twice": True}).status_code == 200


def test_what_was_changed_since_names_the_later_decision(api, family):
    first = api("put", "person-name", family.tom.pk, {"name": "Tom"}).json()["decision"]
    later = api("put", "person-name", family.tom.pk, {"name": "Thomas"}).json()["decision"]
    refused = api("post", "decision-undo", first)
    assert refused.status_code == 409
    assert refused.json()["later"] == later
    assert "later change first" in refused.json()["detail"]
    for decision in (later, first):
        assert api("post", "decision-undo", decision).status_code == 200
    family.tom.refresh_from_db()
    assert family.tom.name == ""


def test_nothing_is_undone_twice(api, family):
    decision = api(*WRITES["hide"](family)).json()["decision"]
    api("post", "decision-undo", decision)
    refused = api("post", "decision-undo", decision)
    assert refused.status_code == 409
    assert refused.json() == {
        "detail": "That was undone already.",
        "later": None,
        "people": [],
        "faces": [],
    }


def test_several_questions_are_answered_in_one_go(api, family, rows):
    before = rows()
    body = {"questions": [family.question.pk], "wrong": [family.question.pk]}
    done = api("post", "questions-answer", None, body)
    assert done.status_code == 200
    [decision] = done.json()["decisions"]
    assert Decision.objects.get().kind == Decision.Kind.PART
    assert api("post", "questions-answer", None, body).status_code == 409
    assert api("post", "decision-undo", decision).status_code == 200
    assert rows() == before


def test_who_somebody_is_has_to_be_said(api, family):
    refused = api("post", "question-who", family.who.pk, {"person": None, "name": " "})
    assert list(refused.json()["fields"]) == ["name"]
    tom = {"person": None, "name": "Tom"}
    assert api("post", "question-who", family.question.pk, tom).status_code == 409
    assert api("post", "question-answer", family.who.pk, {"yes": True}).status_code == 409


def test_a_question_is_answered_once_and_asked_again_where_that_is_undone(api, family):
    done = api(*WRITES["no"](family))
    assert api(*WRITES["yes"](family)).status_code == 409
    api("post", "decision-undo", done.json()["decision"])
    assert api("get", "question", family.question.pk).json()["answer"] is None
    assert api(*WRITES["yes"](family)).status_code == 200


@pytest.mark.parametrize("confirm", ["Mia", "mia", "forget"])
def test_forgetting_wants_the_name_or_the_word(api, family, confirm):
    refused = api("post", "person-forget", family.mia.pk, {"confirm": "Tom"})
    assert refused.status_code == 400
    assert refused.json()["fields"] == {"confirm": ["Type the person's name, or the word forget."]}
    done = api("post", "person-forget", family.mia.pk, {"confirm": confirm})
    assert done.status_code == 200
    assert not Person.objects.filter(pk=family.mia.pk).exists()
    assert not Face.objects.filter(pk=family.faces[0].pk).exists()
    assert api("post", "decision-undo", done.json()["decision"]).status_code == 409


def test_somebody_without_a_name_is_not_forgotten_by_saying_nothing(api, family):
    assert api("post", "person-forget", family.tom.pk, {"confirm": ""}).status_code == 400
    assert Person.objects.filter(pk=family.tom.pk).exists()


def test_where_somebody_forgotten_had_been_is_not_told(api, family):
    api("post", "person-forget", family.mia.pk, {"confirm": "forget"})
    assert api("get", "statements").json()["count"] == 0


STANDS_AGAINST = {
    "merge with oneself": lambda f: ("post", "person-merge", f.mia.pk, {"absorb": ids(f.mia)}),
    "split off all": lambda f: (
        "post",
        "person-split",
        f.mia.pk,
        {"faces": ids(*f.mia.faces.all())},
    ),
    "forbid nobody's face": lambda f: ("post", "faces-forbid", None, {"faces": ids(f.faces[2])}),
    "twice one face": lambda f: (
        "post",
        "faces-twice",
        None,
        {"first": f.faces[0].pk, "second": f.faces[0].pk},
    ),
    "twice in two photos": lambda f: (
        "post",
        "faces-twice",
        None,
        {"first": f.faces[0].pk, "second": f.faces[3].pk},
    ),
    "draw over a face": lambda f: (
        "post",
        "asset-draw",
        f.photos[0].pk,
        {"box": {"left": 0.1, "top": 0.3, "right": 0.2, "bottom": 0.45}},
    ),
}


@pytest.mark.parametrize("name", STANDS_AGAINST)
@pytest.mark.usefixtures("preview")
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(api, family, rows, name):
    before = rows()
    refused = api(*STANDS_AGAINST[name](family))
    assert refused.status_code == 409
    assert refused.json()["detail"]
    assert rows() == before


WRONG = {
    "no name": ("put", "person-name", {}, "name"),
    "a number as a name": ("put", "person-name", {"name": 5}, "name"),
    "too long a name": ("put", "person-name", {"name": "x" * 101}, "name"),
    "too many spaces": ("put", "person-name", {"name": "x" + " " * 100}, "name"),
    "a day to come": ("put", "person-birth-date", {"birth_date": "2999-01-01"}, "birth_date"),
    "no such day": ("put", "person-birth-date", {"birth_date": "2014-02-30"}, "birth_date"),
    "no such gender": ("put", "person-gender", {"gender": "other"}, "gender"),
    "a face in words": ("put", "person-cover", {"face": "7"}, "face"),
    "nearly true": ("put", "person-left-out", {"left_out": 1}, "left_out"),
    "nobody": ("post", "person-merge", {"absorb": []}, "absorb"),
    "no list": ("post", "person-merge", {"absorb": 5}, "absorb"),
    "a list of words": ("post", "person-merge", {"absorb": [5, "x"]}, "absorb.1"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_sent_wrongly_is_named(api, family, rows, name):
    method, route, body, field = WRONG[name]
    before = rows()
    refused = api(method, route, family.mia.pk, body)
    assert refused.status_code == 400
    assert list(refused.json()["fields"]) == [field]
    assert rows() == before


def test_a_box_inside_out_is_named_by_its_path(api, family):
    box = {"left": 0.5, "top": 0.1, "right": 0.4, "bottom": 2}
    refused = api("post", "asset-draw", family.photos[0].pk, {"box": box})
    assert list(refused.json()["fields"]) == ["box.bottom"]
    refused = api("post", "asset-draw", family.photos[0].pk, {"box": {**box, "bottom": 0.2}})
    assert list(refused.json()["fields"]) == ["box"]


def test_too_many_at_once_are_refused(api, library, family):
    body = {"people": list(range(1, 502)), "hidden": True}
    assert api("post", "people-hide", None, body).status_code == 400


def test_saying_one_too_often_is_too_many_as_well(api, family):
    once = {"people": [family.mia.pk] * 500, "hidden": True}
    often = {"people": [family.mia.pk] * 501, "hidden": True}
    assert api("post", "people-hide", None, often).status_code == 400
    assert api("post", "people-hide", None, once).status_code == 200


def test_merging_somebody_named_twice_is_merging_them_once(api, family):
    body = {"absorb": [family.tom.pk, family.tom.pk]}
    assert api("post", "person-merge", family.mia.pk, body).status_code == 200


def test_five_hundred_are_hidden_at_once(api, library, family):
    people = [PersonFactory(library=library).pk for _ in range(500)]
    assert api("post", "people-hide", None, {"people": people, "hidden": True}).status_code == 200
    assert Person.objects.filter(hidden=True).count() == 500
