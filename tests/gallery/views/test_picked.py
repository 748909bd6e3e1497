"""Hiding, merging and naming many people at once."""

from datetime import date

import pytest
from django.core import serializers
from django.urls import reverse

from gallery.models import Decision, Face, Person, Statement
from tests.gallery.factories import AssetFactory, FaceFactory, MembershipFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]

HIDE, MERGE = "/people/select/hide/", "/people/select/merge/"
HTMX = {"HX-Request": "true"}
GONE = 999_999


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


@pytest.fixture
def seen(library):
    """Makes a person who is on as many photos as wanted."""

    def make(photos=1, **columns):
        person = PersonFactory(library=library, **columns)
        for _ in range(photos):
            FaceFactory(asset=AssetFactory(library=library), person=person)
        return person

    return make


def pks(people):
    return [person.pk for person in people]


def everything():
    return [
        serializers.serialize("json", model.objects.order_by("pk"))
        for model in (Person, Face, Decision, Statement)
    ]


def test_strangers_are_hidden_in_bulk_and_all_come_back(signed_in, seen):
    strangers, mia = [seen() for _ in range(5)], seen(name="Mia")
    answer = signed_in.post(HIDE, {"person": pks(strangers), "next": "/people/shelf/"})
    assert answer["Location"] == "/people/shelf/"
    assert set(Person.objects.filter(hidden=True)) == set(strangers)
    page = signed_in.get("/people/shelf/")
    assert "5 people are hidden now." in page.content.decode()
    [message] = page.context["messages"]
    signed_in.post(message.extra_tags, {"next": "/people/"})
    assert not Person.objects.filter(hidden=True).exists()
    assert mia in Person.objects.all()


def test_who_is_hidden_is_shown_again_in_bulk(signed_in, seen):
    people = [seen(hidden=True) for _ in range(3)]
    signed_in.post(HIDE, {"person": pks(people), "show": "on"})
    assert not Person.objects.filter(hidden=True).exists()
    assert "3 people are back among the people." in signed_in.get("/people/").content.decode()


def test_with_htmx_only_the_notice_comes_back(signed_in, seen):
    mia = seen(name="Mia")
    answer = signed_in.post(HIDE, {"person": [mia.pk]}, headers=HTMX).content.decode()
    assert "<html" not in answer
    assert "Mia is hidden now." in answer
    assert "/undo/" in answer


def test_to_hide_who_is_hidden_changes_nothing_and_says_nothing(signed_in, seen):
    signed_in.post(HIDE, {"person": [seen(hidden=True).pk]})
    assert not Decision.objects.exists()
    assert not list(signed_in.get("/people/").context["messages"])


@pytest.mark.parametrize("address", [HIDE, MERGE])
def test_nobody_selected_is_said(signed_in, address):
    assert signed_in.post(address)["Location"] == "/people/"
    assert "Nobody was selected." in signed_in.get("/people/").content.decode()
    assert "Nobody was selected." in signed_in.post(HIDE, headers=HTMX).content.decode()


def test_a_merge_is_shown_before_it_is_made(signed_in, seen, library):
    mia = seen(3, name="Mia", birth_date=date(2014, 5, 12), birth_precision="day")
    maria = seen(2, name="Maria", birth_date=date(2014, 5, 1), birth_precision="month")
    nobody, before = seen(1), everything()
    answer = signed_in.post(MERGE, {"person": pks([nobody, maria, mia])})
    found = answer.context["joining"]
    assert [one.card.person for one in found.people] == [mia, maria, nobody]
    assert found.faces == 6
    assert found.names == ["Mia", "Maria"]
    assert [born.words for born in found.born] == ["born 12 May 2014", "born May 2014"]
    assert found.together == 0
    assert everything() == before


def test_photos_on_which_two_of_them_stand_side_by_side_are_a_warning(signed_in, seen, library):
    one, other = seen(2), seen(2)
    for number in range(3):
        asset = AssetFactory(library=library)
        FaceFactory(asset=asset, person=one)
        FaceFactory(asset=asset, person=other, left=0.7, right=0.8, not_a_face=number == 2)
    page = signed_in.post(MERGE, {"person": pks([one, other])})
    assert page.context["joining"].together == 2
    assert len(page.context["joining"].together_tiles) == 2
    assert "On 2 photos two of them are seen side by side." in page.content.decode()


def test_of_many_faces_some_are_shown_of_each(signed_in, seen):
    many, few = seen(70), seen(2)
    page = signed_in.post(MERGE, {"person": pks([many, few])})
    [first, second] = page.context["joining"].people
    assert (len(first.faces), first.more) == (48, 22)
    assert (len(second.faces), second.more) == (2, 0)
    assert "and 22 more" in page.content.decode()


def test_many_are_merged_at_once_with_the_chosen_name_and_birth_date(signed_in, seen):
    mia = seen(3, name="Mia", birth_date=date(2014, 5, 12), birth_precision="day")
    maria = seen(2, name="Maria", birth_date=date(2014, 5, 1), birth_precision="month")
    nobody, before = seen(1), everything()[:2]
    posted = {"person": pks([mia, maria, nobody]), "sure": "on"}
    chosen = {"called": "Maria", "born_as": mia.pk, "next": "/people/shelf/"}
    assert signed_in.post(MERGE, posted | chosen)["Location"] == "/people/shelf/"
    [left] = Person.objects.all()
    assert (left.pk, left.name) == (maria.pk, "Maria")
    assert (left.birth_date, left.birth_precision) == (date(2014, 5, 12), "day")
    assert left.faces.count() == 6
    assert "3 are one person now: Maria." in signed_in.get("/people/shelf/").content.decode()
    decision = Decision.objects.get()
    signed_in.post(reverse("decision-undo", args=[decision.pk]))
    assert everything()[:2] == before


def test_one_name_for_all_merges_and_names_them(signed_in, seen):
    people = [seen(1, shelf="rare"), seen(3, shelf="one-day")]
    posted = {"person": pks(people), "naming": "on", "name": "  Mia  Berg ", "sure": "on"}
    signed_in.post(MERGE, posted)
    [left] = Person.objects.all()
    assert (left, left.name, left.shelf) == (people[1], "Mia Berg", "")
    assert "2 are one person now: Mia Berg." in signed_in.get("/people/").content.decode()
    assert Decision.objects.count() == 1


def test_one_alone_is_named(signed_in, seen):
    person = seen()
    page = signed_in.post(MERGE, {"person": [person.pk], "naming": "on"}).content.decode()
    assert "Keep the name" in page
    signed_in.post(MERGE, {"person": [person.pk], "naming": "on", "name": "Mia", "sure": "on"})
    person.refresh_from_db()
    assert person.name == "Mia"


def test_one_alone_is_not_merged(signed_in, seen):
    assert signed_in.post(MERGE, {"person": [seen().pk]}).status_code == 302
    assert "Select two people or more" in signed_in.get("/people/").content.decode()


def test_without_a_name_nobody_is_named(signed_in, seen):
    posted = {"person": pks([seen(), seen()]), "naming": "on", "name": "", "sure": "on"}
    assert signed_in.post(MERGE, posted).status_code == 422
    assert not Decision.objects.exists()


def test_a_name_that_somebody_else_has_is_asked_about(signed_in, seen):
    mia, people = seen(name="Mia"), [seen(), seen()]
    posted = {"person": pks(people), "name": "mia", "sure": "on"}
    answer = signed_in.post(MERGE, posted)
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert f'name="same_as" value="{mia.pk}"' in page
    assert not Decision.objects.exists()
    signed_in.post(MERGE, posted | {"another": "on"})
    assert Person.objects.filter(name__iexact="mia").count() == 2


def test_whoever_they_are_said_to_be_is_shown_with_them_first(signed_in, seen):
    mia, people = seen(name="Mia"), [seen(), seen()]
    answer = signed_in.post(MERGE, {"person": pks(people), "name": "Mi", "same_as": mia.pk})
    assert len(answer.context["joining"].people) == 3
    assert answer.context["typed"] == "Mia"
    assert Person.objects.count() == 3


@pytest.mark.parametrize("address", [HIDE, MERGE])
@pytest.mark.parametrize("sure", ["on", ""])
def test_people_of_another_library_act_as_if_they_did_not_exist(signed_in, seen, address, sure):
    ours, theirs = seen(), PersonFactory(name="Otto")
    FaceFactory(person=theirs)
    before = everything()
    answers = [
        signed_in.post(address, {"person": [ours.pk, other], "name": "Mia"} | sure_if(sure))
        for other in (theirs.pk, GONE, "x", "9" * 30)
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert everything() == before


def sure_if(sure):
    return {"sure": "on"} if sure else {}


def test_same_as_somebody_of_another_library_is_not_found(signed_in, seen):
    posted = {"person": pks([seen(), seen()]), "same_as": PersonFactory(name="Otto").pk}
    before = everything()
    assert signed_in.post(MERGE, posted).status_code == 404
    assert everything() == before


def test_people_of_two_libraries_of_one_member_are_never_picked_together(
    client, library, owner, seen
):
    other = MembershipFactory(user=owner).library
    client.force_login(owner)
    before = seen(), PersonFactory(library=other)
    assert client.post(HIDE, {"person": pks(before)}).status_code == 404
    assert not Person.objects.filter(hidden=True).exists()


@pytest.mark.parametrize("address", [HIDE, MERGE])
def test_a_viewer_picks_nobody(client, viewer, seen, address):
    client.force_login(viewer)
    person = seen()
    assert client.post(address, {"person": [person.pk], "naming": "on"}).status_code == 404
    assert not Decision.objects.exists()
    for page in ("/people/", "/people/shelf/"):
        assert 'name="person"' not in client.get(page).content.decode()


def test_born_as_somebody_who_was_not_picked_is_refused(signed_in, seen):
    stranger = seen(birth_date=date(2014, 5, 12), birth_precision="day")
    posted = {"person": pks([seen(), seen()]), "born_as": stranger.pk, "sure": "on"}
    assert signed_in.post(MERGE, posted).status_code == 422
    assert not Decision.objects.exists()


def test_more_than_a_thousand_can_be_hidden_at_once(signed_in, library):
    people = Person.objects.bulk_create(Person(library=library) for _ in range(1500))
    assert signed_in.post(HIDE, {"person": pks(people)}).status_code == 302
    assert Person.objects.filter(hidden=True).count() == 1500


@pytest.mark.parametrize("count", [2, 12])
def test_a_preview_asks_the_same_number_of_questions_however_many_people(
    signed_in, seen, count, django_assert_num_queries
):
    people = [seen(3) for _ in range(count)]
    signed_in.get("/people/")
    with django_assert_num_queries(9):
        signed_in.post(MERGE, {"person": pks(people)})


@pytest.mark.parametrize("count", [1, 40])
def test_hiding_many_asks_about_as_much_as_hiding_one(
    signed_in, seen, count, django_assert_num_queries
):
    people = [seen() for _ in range(count)]
    signed_in.get("/people/")
    with django_assert_num_queries(22):
        signed_in.post(HIDE, {"person": pks(people)})
