import base64
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from gallery.actions.rename import rename
from gallery.models import Asset, Face, Person, Proposal
from tests.gallery.factories import (
    AssetFactory,
    DatingFactory,
    FaceFactory,
    MembershipFactory,
    PersonFactory,
    RunFactory,
)

pytestmark = pytest.mark.django_db

LISTS = ["libraries", "people", "assets", "datings", "questions", "decisions", "statements"]
OF_ONE = {"person-faces": "mia", "asset-faces": "photo"}
PRIVATE = {"features", "age_posterior", "posterior", "p_male", "landmarks", "password"}


def names(answer):
    return [row["name"] for row in answer.json()["results"]]


def test_somebody_is_told_with_what_was_said_and_what_was_estimated(api, family):
    Person.objects.filter(pk=family.mia.pk).update(
        birth_year=1951.2,
        birth_year_low=1947.0,
        birth_year_high=1955.5,
        gender="male",
        gender_said="female",
    )
    answer = api("get", "person", family.mia.pk).json()
    assert answer["name"] == "Mia"
    assert answer["birth_year"] == {"estimate": 1951.2, "low": 1947.0, "high": 1955.5}
    assert answer["born"] == "born about 1951 (1947\N{EN DASH}1955)"
    assert answer["gender"] == answer["gender_said"] == "female"
    assert answer["gender_estimated"] == "male"
    assert answer["photos"] == 3
    assert answer["cover"] == family.mia.cover_id
    assert answer["cover_url"] == f"/api/v1/faces/{family.mia.cover_id}/crop/"
    assert (answer["hidden"], answer["left_out"], answer["shelf"]) == (False, False, None)


def test_people_are_found_by_where_they_are_and_what_they_are_called(api, library, family):
    PersonFactory(library=library, name="Uncle Tom", hidden=True)
    PersonFactory(library=library, shelf="rare")
    PersonFactory(library=library, name="Tomas", left_out=True)
    assert api("get", "people").json()["count"] == 3
    assert api("get", "people", where="all").json()["count"] == 5
    assert names(api("get", "people", where="hidden")) == ["Uncle Tom"]
    assert names(api("get", "people", where="shelf")) == [""]
    assert names(api("get", "people", named="false")) == [""]
    assert names(api("get", "people", left_out="true")) == ["Tomas"]
    assert set(names(api("get", "people", where="all", name="tom"))) == {"Uncle Tom", "Tomas"}


def test_a_face_is_told_with_its_box_its_age_and_whose_it_is(api, family):
    Person.objects.filter(pk=family.mia.pk).update(birth_date="2014-07-01", birth_precision="day")
    answer = api("get", "face", family.faces[0].pk).json()
    assert answer == {
        "id": family.faces[0].pk,
        "asset": family.photos[0].pk,
        "person": family.mia.pk,
        "confirmed": False,
        "drawn": False,
        "not_a_face": False,
        "box": {"left": 0.1, "top": 0.3, "right": 0.2, "bottom": 0.45},
        "time": None,
        "taken_on": "2019-07-14",
        "age": 30.0,
        "age_then": "5",
        "crop_url": f"/api/v1/faces/{family.faces[0].pk}/crop/",
    }


def test_their_faces_come_from_the_oldest_to_the_newest(api, library, family):
    for day in ("1990-01-01", None, "2024-01-01"):
        asset = AssetFactory(library=library, taken_at=None, taken_on=day)
        FaceFactory(asset=asset, person=family.tom)
    days = [row["taken_on"] for row in api("get", "person-faces", family.tom.pk).json()["results"]]
    assert days == ["1990-01-01", *["2019-07-14"] * 3, "2024-01-01", None]


def test_faces_of_whom_somebody_hid_are_told_only_where_asked_for(api, family):
    Person.objects.filter(pk=family.tom.pk).update(hidden=True)
    asset = family.photos[0].pk
    assert api("get", "asset-faces", asset).json()["count"] == 2
    assert api("get", "asset-faces", asset, hidden="true").json()["count"] == 3


def test_photos_come_newest_first_and_within_the_days_asked_for(api, library, family):
    AssetFactory(library=library, taken_at=None)
    old = AssetFactory(library=library, taken_at=None, taken_on=date(1987, 7, 1))
    Asset.objects.filter(pk=old.pk).update(taken_source="typed", taken_precision="year")
    answer = api("get", "assets", taken_to="1999-12-31").json()
    assert [row["id"] for row in answer["results"]] == [old.pk]
    [row] = answer["results"]
    assert (row["taken_on"], row["taken_source"], row["taken_precision"]) == (
        "1987-07-01",
        "typed",
        "year",
    )
    assert api("get", "assets", taken_from="2019-07-14").json()["count"] == 3
    assert api("get", "assets", person=family.mia.pk).json()["count"] == 3
    assert api("get", "assets").json()["count"] == 5


def test_a_question_names_whom_and_which_faces_it_is_about(api, family):
    Proposal.objects.filter(pk=family.who.pk).update(evidence={"candidates": [family.mia.pk]})
    Proposal.objects.filter(pk=family.question.pk).update(gain=3.0, evidence={"nearest": 0.8})
    row, who = api("get", "questions").json()["results"]
    assert (row["kind"], row["person"], row["other"]) == ("join", family.mia.pk, family.tom.pk)
    assert row["faces"] == [face.pk for face in family.tom.faces.order_by("pk")]
    assert row["reasons"] == ["In two photos they look alike."]
    assert (who["kind"], who["candidates"]) == ("who", [family.mia.pk])
    api("post", "question-answer", family.question.pk, {"yes": False})
    [left] = api("get", "questions").json()["results"]
    assert left["id"] == family.who.pk
    assert api("get", "question", family.who.pk).json()["answer"] is None
    assert api("get", "question", family.question.pk).json()["answer"] == "no"


def test_what_was_done_and_said_can_be_read(api, contributor, family):
    decision = rename(family.tom, "Tom", by=contributor)
    [done] = api("get", "decisions").json()["results"]
    assert (done["id"], done["words"], done["by"]) == (
        decision.pk,
        "named Tom",
        contributor.username,
    )
    assert done["people"] == [family.tom.pk]
    said = api("get", "statements", kind="name", person=family.tom.pk, standing="true").json()
    assert [row["said"] for row in said["results"]] == [{"name": "Tom"}]
    assert api("get", "statements", standing="false").json()["count"] == 0


def test_dates_in_doubt_can_be_read_and_said_to_be_right(api, family):
    DatingFactory(asset=family.photos[0], year=1987)
    [row] = api("get", "datings").json()["results"]
    assert (row["asset"], row["taken_on"], row["year"]) == (
        family.photos[0].pk,
        "2019-07-14",
        1987,
    )
    done = api("post", "assets-dates-right", None, {"assets": [family.photos[0].pk]}).json()
    assert api("get", "datings").json()["count"] == 0
    assert api("post", "decision-undo", done["decision"]).status_code == 200
    assert api("get", "datings").json()["count"] == 1


def test_photos_are_found_by_a_familys_words(api, library, family):
    AssetFactory(library=library)
    answer = api("get", "search", q="Mia 2019").json()
    assert [row["id"] for row in answer["results"]] == [one.pk for one in family.photos[::-1]]
    assert (answer["count"], answer["unknown"]) == (3, [])
    second = api("get", "search", q="Mia 2019", page=2, page_size=2).json()
    assert [row["id"] for row in second["results"]] == [family.photos[0].pk]


def test_words_that_are_not_understood_are_told_and_find_nothing(api, family):
    answer = api("get", "search", q="zzz").json()
    assert (answer["count"], answer["unknown"]) == (0, ["zzz"])
    assert api("get", "search", q="").json()["results"] == []
    assert list(api("get", "search").json()["fields"]) == ["q"]


def test_nothing_of_another_library_is_found(api, theirs, library):
    assert api("get", "search", q="Otto").json()["count"] == 0
    assert api("get", "search", q="2019").json()["count"] == 0
    assert api("get", "search", q="Otto", library=theirs.library.pk).status_code == 404


def test_a_search_of_many_asks_the_database_no_more_often(api, library, contributor, family):
    few = queries(lambda: api("get", "search", q="Mia"))
    for _ in range(6):
        FaceFactory(asset=AssetFactory(library=library), person=family.mia)
    assert queries(lambda: api("get", "search", q="Mia")) == few


def test_a_library_is_chosen_by_the_address_and_no_session_is_needed(api, contributor, family):
    second = MembershipFactory(user=contributor, role="viewer").library
    PersonFactory(library=second, name="Lea")
    rows = api("get", "libraries").json()["results"]
    assert [(row["id"], row["role"]) for row in rows] == [
        (family.mia.library_id, "contributor"),
        (second.pk, "viewer"),
    ]
    assert set(names(api("get", "people"))) == {"Mia", ""}
    assert names(api("get", "people", library=second.pk)) == ["Lea"]
    assert set(names(api("get", "people"))) == {"Mia", ""}


def test_pages_are_limited_and_lead_to_each_other(api, library):
    PersonFactory.create_batch(5, library=library)
    first = api("get", "people", page_size=2).json()
    assert first["count"] == 5
    assert first["previous"] is None
    assert "page=2" in first["next"]
    assert len(api("get", "people", page_size=2, page=3).json()["results"]) == 1
    assert api("get", "people", page_size=2, page=4).status_code == 404
    for wrong in ({"page_size": 201}, {"page_size": 0}, {"page": 0}, {"page": "x"}):
        answer = api("get", "people", **wrong)
        assert answer.status_code == 400
        assert list(answer.json()["fields"]) == list(wrong)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("people", {"where": "nowhere"}),
        ("people", {"named": "yes"}),
        ("people", {"library": "mine"}),
        ("assets", {"taken_from": "yesterday"}),
        ("statements", {"kind": "forgotten"}),
    ],
)
def test_what_is_asked_wrongly_is_named(api, library, name, query):
    answer = api("get", name, **query)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == list(query)


def more_of_everything(library, user):
    for number in range(6):
        person = PersonFactory(library=library, name=f"Number {number}")
        other = PersonFactory(library=library)
        for one in (person, other):
            asset = AssetFactory(library=library)
            FaceFactory(asset=asset, person=one)
            DatingFactory(asset=asset)
        question = Proposal.objects.create(
            library=library,
            run=RunFactory(library=library),
            kind="join",
            person=person,
            other=other,
        )
        question.faces.set(other.faces.all())
        rename(other, f"Other {number}", by=user)
        MembershipFactory(user=user)


def queries(ask):
    ask()  # the first request of all also asks whether the gallery has begun
    with CaptureQueriesContext(connection) as asked:
        assert ask().status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_many_asks_the_database_no_more_often(api, library, contributor, family, name):
    rename(family.tom, "Tom", by=contributor)
    DatingFactory(asset=family.photos[0])
    few = queries(lambda: api("get", name))
    more_of_everything(library, contributor)
    assert queries(lambda: api("get", name)) == few


@pytest.mark.parametrize("name", OF_ONE)
def test_many_faces_ask_the_database_no_more_often(api, library, family, name):
    pk = family.mia.pk if name == "person-faces" else family.photos[0].pk
    few = queries(lambda: api("get", name, pk))
    for _ in range(6):
        FaceFactory(asset=family.photos[0], person=PersonFactory(library=library))
        FaceFactory(asset=AssetFactory(library=library), person=family.mia)
    assert queries(lambda: api("get", name, pk)) == few


def test_the_people_are_one_query_and_their_number_another(api, library, family):
    assert queries(lambda: api("get", "people")) <= 5  # session, user, memberships, count, rows


def keys(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def test_no_answer_holds_features_or_posteriors(api, contributor, family):
    api("post", "person-merge", family.mia.pk, {"absorb": [family.tom.pk]})
    decision = api("get", "decisions").json()["results"][0]["id"]
    numbers = {
        "person": family.mia.pk,
        "face": family.faces[0].pk,
        "asset": family.photos[0].pk,
        "question": Proposal.objects.create(
            library=family.mia.library,
            run=RunFactory(library=family.mia.library),
            kind="move",
            person=family.mia,
            evidence={"features": [0.25]},
        ).pk,
        "decision": decision,
    }
    told = [api("get", name) for name in LISTS]
    told += [api("get", name, pk) for name, pk in numbers.items()]
    told += [api("get", "search", q="Mia")]
    told += [api("get", f"{name}-faces", numbers[name]) for name in ("person", "asset")]
    assert len(told) == reading_routes()
    for answer in told:
        assert answer.status_code == 200
        assert not PRIVATE & set(keys(answer.json()))
        for face in Face.objects.all():
            for secret in (face.features, face.age_posterior):
                assert not written(secret) & set(answer.content.decode().split('"'))


def written(secret):
    """Ways in which the bytes could be written."""
    return {secret.hex(), base64.b64encode(secret).decode(), json.dumps(list(secret))}


def reading_routes():
    """How many routes of the API can be looked at, besides its schema and pictures."""
    api = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/")
    views = [route.callback.view_class for route in api.url_patterns]
    return sum(hasattr(view, "get") and hasattr(view, "serializer_class") for view in views)
