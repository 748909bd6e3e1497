"""What is not yours does not exist: in addresses, in bodies, in lists; and viewers only look."""

from contextlib import closing

import pytest
from django.core import serializers

from gallery.actions.hide import hide
from gallery.models import Decision, Face, Person, Proposal, Statement
from tests.gallery.api.conftest import MISSING, caller, write_pictures
from tests.gallery.factories import (
    AssetFactory,
    DatingFactory,
    FaceFactory,
    MembershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db

BOX = {"left": 0.7, "top": 0.3, "right": 0.8, "bottom": 0.45}
SEEN = {
    "person": "person",
    "person-faces": "person",
    "face": "face",
    "asset": "photo",
    "asset-faces": "photo",
    "question": "question",
    "decision": "decision",
}
PICTURES = {
    "face-crop": "face",
    "asset-thumbnail": "photo",
    "asset-preview": "photo",
    "asset-original": "photo",
}
# Method, route, what stands in the address, a body that would be accepted.
CHANGED = [
    ("put", "person-name", "person", {"name": "Lea"}),
    ("put", "person-birth-date", "person", {"birth_date": "2014-05-01"}),
    ("put", "person-gender", "person", {"gender": "female"}),
    ("put", "person-cover", "person", {"face": 1}),
    ("put", "person-left-out", "person", {"left_out": True}),
    ("post", "person-merge", "person", {"absorb": [1]}),
    ("post", "person-split", "person", {"faces": [1]}),
    ("post", "person-forget", "person", {"confirm": "forget"}),
    ("post", "asset-draw", "photo", {"box": BOX}),
    ("post", "question-answer", "question", {"yes": True}),
    ("post", "question-who", "question", {"person": None, "name": "Lea"}),
    ("post", "decision-undo", "decision", None),
]
# Method, route, what stands in the address, body of ours with the number in it.
NAMED_IN_BODIES = [
    ("put", "person-cover", "mia", "face", lambda pk, f: {"face": pk}),
    ("post", "person-merge", "mia", "person", lambda pk, f: {"absorb": [f.tom.pk, pk]}),
    ("post", "person-split", "mia", "face", lambda pk, f: {"faces": [f.faces[0].pk, pk]}),
    ("post", "people-hide", None, "person", lambda pk, f: {"people": [pk], "hidden": True}),
    (
        "post",
        "people-hide",
        None,
        "person",
        lambda pk, f: {"people": [f.tom.pk, pk], "hidden": True},
    ),
    ("post", "faces-move", None, "face", lambda pk, f: {"faces": [pk], "person": None}),
    (
        "post",
        "faces-move",
        None,
        "face",
        lambda pk, f: {"faces": [f.faces[2].pk, pk], "person": f.mia.pk},
    ),
    (
        "post",
        "faces-move",
        None,
        "person",
        lambda pk, f: {"faces": [f.faces[2].pk], "person": pk},
    ),
    ("post", "faces-forbid", None, "face", lambda pk, f: {"faces": [f.faces[0].pk, pk]}),
    ("post", "faces-not-a-face", None, "face", lambda pk, f: {"faces": [f.faces[0].pk, pk]}),
    (
        "post",
        "faces-twice",
        None,
        "face",
        lambda pk, f: {"first": f.faces[0].pk, "second": pk},
    ),
    ("post", "faces-twice", None, "face", lambda pk, f: {"first": pk, "second": pk}),
    ("post", "question-who", "who", "person", lambda pk, f: {"person": pk}),
    (
        "post",
        "questions-answer",
        None,
        "question",
        lambda pk, f: {"questions": [f.question.pk, pk]},
    ),
    ("post", "asset-draw", "photo", "person", lambda pk, f: {"box": BOX, "person": pk}),
    (
        "post",
        "assets-dates",
        None,
        "photo",
        lambda pk, f: {"assets": [f.photos[0].pk, pk], "date": "1987-01-01"},
    ),
    ("post", "assets-dates-right", None, "photo", lambda pk, f: {"assets": [pk]}),
]
# Questions of several libraries may be answered in one go: each answer stays in its own.
OF_ONE_LIBRARY = [change for change in NAMED_IN_BODIES if change[3] != "question"]
LISTS = ["people", "assets", "datings", "questions", "decisions", "statements"]


def route_of(change):
    return change[1]


def place(family, at):
    """The number that stands in the address."""
    places = {"mia": family.mia, "photo": family.photos[0], "who": family.who}
    return places[at].pk if at else None


def everything():
    return [
        serializers.serialize("json", model.objects.order_by("pk"))
        for model in (Person, Face, Proposal, Statement, Decision)
    ]


@pytest.fixture
def foreign(theirs, outsider):
    """Numbers of what is somebody else's."""
    somebody = PersonFactory(library=theirs.library)
    return {
        "person": theirs.person.pk,
        "face": theirs.faces[0].pk,
        "photo": theirs.photo.pk,
        "question": theirs.question.pk,
        "decision": hide([somebody], hidden=True, by=outsider).pk,
    }


@pytest.mark.parametrize("name", SEEN | PICTURES)
def test_what_is_theirs_looks_like_what_does_not_exist(api, theirs, foreign, name):
    write_pictures(theirs.photo, theirs.faces[0])
    number = foreign[(SEEN | PICTURES)[name]]
    wrong, missing = api("get", name, number), api("get", name, MISSING)
    assert wrong.status_code == missing.status_code == 404
    assert wrong.content == missing.content == b'{"detail":"There is nothing here."}'


@pytest.mark.parametrize("change", CHANGED, ids=route_of)
def test_what_is_theirs_cannot_be_changed(api, foreign, change):
    method, name, what, body = change
    before = everything()
    wrong, missing = (api(method, name, pk, body) for pk in (foreign[what], MISSING))
    assert wrong.status_code == missing.status_code == 404
    assert wrong.content == missing.content
    assert everything() == before


@pytest.mark.parametrize("change", CHANGED, ids=route_of)
def test_not_even_a_wrong_body_tells_that_it_is_there(api, foreign, change):
    method, name, what, _ = change
    wrong, missing = (api(method, name, pk, {"x": 1}) for pk in (foreign[what], MISSING))
    assert wrong.status_code == missing.status_code == 404
    assert wrong.content == missing.content


@pytest.mark.parametrize("change", NAMED_IN_BODIES, ids=route_of)
@pytest.mark.usefixtures("preview")
def test_a_number_in_a_body_is_as_good_as_missing_if_it_is_theirs(api, family, foreign, change):
    method, name, at, what, body = change
    pk = place(family, at)
    before = everything()
    wrong = api(method, name, pk, body(foreign[what], family))
    missing = api(method, name, pk, body(MISSING, family))
    assert wrong.status_code == missing.status_code == 404
    assert wrong.content == missing.content
    assert everything() == before


@pytest.mark.parametrize("change", OF_ONE_LIBRARY, ids=route_of)
@pytest.mark.usefixtures("preview")
def test_two_libraries_of_ones_own_are_not_mixed_either(api, contributor, family, change):
    method, name, at, what, body = change
    second = MembershipFactory(user=contributor).library
    person, asset = PersonFactory(library=second), AssetFactory(library=second)
    other = {
        "person": person.pk,
        "photo": asset.pk,
        "face": FaceFactory(asset=asset, person=person).pk,
    }[what]
    pk = place(family, at)
    sent = body(other, family)
    alone = sent in (
        {"people": [other], "hidden": True},
        {"faces": [other], "person": None},
        {"assets": [other]},
    )
    before = everything()
    answer = api(method, name, pk, sent)
    if alone:
        assert answer.status_code == 200
    else:
        assert answer.status_code in {404, 409}
        assert everything() == before


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_nothing_of_another_library(api, family, theirs, foreign, name):
    DatingFactory(asset=theirs.photo)
    Statement.objects.create(
        library_id=Decision.objects.get(pk=foreign["decision"]).library_id,
        decision_id=foreign["decision"],
        kind="name",
        said={"name": "Otto"},
    )
    answer = api("get", name)
    assert answer.status_code == 200
    library = family.mia.library_id
    assert {row.get("library", library) for row in answer.json()["results"]} <= {library}
    assert foreign["photo"] not in {row.get("asset") for row in answer.json()["results"]}
    assert "Otto" not in answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_another_familys_library_is_as_good_as_missing(api, theirs, name):
    wrong = api("get", name, library=theirs.library.pk)
    missing = api("get", name, library=MISSING)
    assert wrong.status_code == missing.status_code == 404
    assert wrong.content == missing.content


@pytest.mark.parametrize("name", ["assets", "statements"])
def test_another_familys_person_is_as_good_as_missing_in_a_list(api, foreign, name):
    wrong = api("get", name, person=foreign["person"])
    missing = api("get", name, person=MISSING)
    assert wrong.status_code == missing.status_code == 404
    assert wrong.content == missing.content


@pytest.fixture
def ours(family, owner):
    decision = hide([PersonFactory(library=family.mia.library)], hidden=True, by=owner)
    return {
        "person": family.mia.pk,
        "face": family.faces[0].pk,
        "photo": family.photos[0].pk,
        "question": family.question.pk,
        "decision": decision.pk,
    }


@pytest.mark.parametrize("name", SEEN | PICTURES)
def test_a_viewer_sees_what_the_family_sees(client, viewer, family, ours, name):
    write_pictures(family.photos[0], family.faces[0])
    client.force_login(viewer)
    with closing(caller(client)("get", name, ours[(SEEN | PICTURES)[name]])) as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize("change", CHANGED, ids=route_of)
def test_a_viewer_changes_nothing(client, viewer, ours, change):
    method, name, what, body = change
    client.force_login(viewer)
    before = everything()
    answer = caller(client)(method, name, ours[what], body)
    assert answer.status_code == 404
    assert answer.json() == {"detail": "There is nothing here."}
    assert everything() == before


@pytest.mark.parametrize("change", NAMED_IN_BODIES, ids=route_of)
def test_a_viewer_changes_nothing_by_numbers_in_a_body(client, viewer, family, ours, change):
    method, name, at, what, body = change
    client.force_login(viewer)
    pk = place(family, at)
    before = everything()
    answer = caller(client)(method, name, pk, body(ours[what], family))
    assert answer.status_code == 404
    assert everything() == before


def test_whoever_was_removed_sees_nothing_any_more(api, contributor, ours):
    contributor.memberships.all().delete()
    for name, what in SEEN.items():
        assert api("get", name, ours[what]).status_code == 404
    for name in LISTS:
        assert api("get", name).status_code == 404
    assert api("get", "libraries").json()["results"] == []
