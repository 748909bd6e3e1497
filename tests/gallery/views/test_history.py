import pytest
from django.urls import reverse

from gallery.actions.hide import hide
from gallery.actions.merge import merge
from gallery.actions.move import move
from gallery.actions.rename import rename
from gallery.actions.undo import undo
from gallery.models import Decision
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


@pytest.fixture
def person(library):
    def make(**columns):
        made = PersonFactory(library=library, **columns)
        FaceFactory(asset=AssetFactory(library=library), person=made)
        FaceFactory(asset=AssetFactory(library=library), person=made)
        return made

    return make


def page_of(client):
    return " ".join(client.get(reverse("decisions")).content.decode().split())


def test_the_history_says_who_did_what(signed_in, person, owner):
    mia, ben = person(), person(name="Ben")
    rename(mia, "Mia", by=owner)
    move([ben.faces.last()], mia, by=owner)
    undo(hide([ben], hidden=True, by=owner))
    page = page_of(signed_in)
    for words in ("named Mia", "said that a face is Mia", "hid Ben", "Undone"):
        assert words in page


def test_decisions_are_undone_in_any_order_unless_they_touch_the_same(signed_in, person, owner):
    mia, ben = person(), person()
    first = rename(mia, "Mia", by=owner)
    second = hide([mia], hidden=True, by=owner)
    third = rename(mia, "Maria", by=owner)
    signed_in.post(reverse("decision-undo", args=[second.pk]))
    mia.refresh_from_db()
    assert (mia.name, mia.hidden) == ("Maria", False)
    refused = signed_in.post(
        reverse("decision-undo", args=[first.pk]), {"next": reverse("decisions")}, follow=True
    )
    assert "After that, anna renamed Mia to Maria" in refused.content.decode()
    for one in (third, first):
        signed_in.post(reverse("decision-undo", args=[one.pk]))
    mia.refresh_from_db()
    assert mia.name == ""
    assert merge(keep=mia, absorb=[ben], by=owner)


def test_a_merge_is_undone_though_the_person_was_named_and_dated_after_it(signed_in, person, owner):
    mia, ben = person(name="Mia"), person()
    decision = merge(keep=mia, absorb=[ben], by=owner)
    rename(mia, "Maria", by=owner)
    undo(decision)
    mia.refresh_from_db()
    assert (mia.name, mia.faces.count(), ben.faces.count()) == ("Maria", 2, 2)


def test_viewers_and_others_see_no_history(client, viewer, outsider, person, owner):
    rename(person(), "Mia", by=owner)
    client.force_login(viewer)
    assert client.get(reverse("decisions")).status_code == 404
    client.force_login(outsider)
    assert "Mia" not in client.get(reverse("decisions")).content.decode()


@pytest.mark.parametrize("count", [2, 20])
def test_a_longer_history_is_no_more_queries(
    signed_in, person, owner, count, django_assert_num_queries
):
    for number in range(count):
        rename(person(), f"Mia {number}", by=owner)
    assert Decision.objects.count() == count
    with django_assert_num_queries(9):
        page_of(signed_in)
