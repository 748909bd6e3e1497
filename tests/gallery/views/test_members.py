import re
from datetime import timedelta

import pytest
from django.utils import timezone

from gallery.models import Invitation, Membership, Role, User
from tests.gallery.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(library, owner):
    return Invitation.objects.create(library=library, role=Role.VIEWER, invited_by=owner)


def test_owners_see_who_belongs(client, owner, viewer):
    client.force_login(owner)
    page = client.get("/members/").content.decode()
    assert "anna" in page
    assert "vera" in page


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
def test_other_members_find_no_such_page(client, library, owner, role):
    client.force_login(MembershipFactory(library=library, role=role).user)
    assert client.get("/members/").status_code == 404
    assert client.post("/members/invite/", {"role": "owner"}).status_code == 404
    assert not Invitation.objects.exists()


def test_the_link_of_a_new_invitation_is_shown_once(client, owner):
    client.force_login(owner)
    response = client.post("/members/invite/", {"role": "viewer", "note": "Grandma"}, follow=True)
    made = Invitation.objects.get()
    link = f"http://testserver/invitations/{made.token}/"
    assert link in response.content.decode()
    later = client.get("/members/").content.decode()
    assert "Grandma" in later
    assert made.token not in later


def test_a_role_that_does_not_exist_is_not_given(client, library, owner, viewer):
    client.force_login(owner)
    membership = library.memberships.get(user=viewer)
    assert client.post("/members/invite/", {"role": "king"}).status_code == 422
    assert client.post(f"/members/{membership.pk}/role/", {"role": "king"}).status_code == 422
    assert not Invitation.objects.exists()


def test_an_invitation_is_taken_back(client, owner, invitation):
    client.force_login(owner)
    client.post(f"/members/invitations/{invitation.pk}/revoke/")
    assert not Invitation.objects.exists()


def test_roles_change_and_members_go(client, library, owner, viewer):
    client.force_login(owner)
    membership = library.memberships.get(user=viewer)
    client.post(f"/members/{membership.pk}/role/", {"role": "contributor"})
    membership.refresh_from_db()
    assert membership.role == Role.CONTRIBUTOR
    client.post(f"/members/{membership.pk}/remove/")
    assert not library.memberships.filter(user=viewer).exists()
    assert User.objects.filter(pk=viewer.pk).exists()


def test_the_last_owner_is_told_why_not(client, library, owner):
    client.force_login(owner)
    mine = library.memberships.get(user=owner)
    for response in (
        client.post(f"/members/{mine.pk}/role/", {"role": "viewer"}),
        client.post(f"/members/{mine.pk}/remove/"),
    ):
        assert response.status_code == 422
        assert b"A library needs an owner" in response.content
    assert library.memberships.get().role == Role.OWNER


def test_strangers_cannot_touch_members_or_invitations(
    client, library, owner, outsider, invitation
):
    client.force_login(outsider)
    mine = library.memberships.get(user=owner)
    for address, body in (
        (f"/members/{mine.pk}/role/", {"role": "viewer"}),
        (f"/members/{mine.pk}/remove/", {}),
        (f"/members/invitations/{invitation.pk}/revoke/", {}),
    ):
        foreign = client.post(address, body)
        unknown = client.post(re.sub(r"\d+", "987654", address), body)
        assert foreign.status_code == unknown.status_code == 404
        assert foreign.content == unknown.content
    mine.refresh_from_db()
    assert mine.role == Role.OWNER
    assert Invitation.objects.get() == invitation


def test_the_members_page_asks_as_much_for_many_as_for_few(
    client, library, owner, django_assert_max_num_queries
):
    MembershipFactory.create_batch(12, library=library)
    Invitation.objects.bulk_create(
        Invitation(library=library, invited_by=owner, token=f"t{n}") for n in range(12)
    )
    client.force_login(owner)
    with django_assert_max_num_queries(8):
        client.get("/members/")


def test_a_newcomer_joins_with_a_new_account(client, library, invitation):
    address = invitation.get_absolute_url()
    assert str(library) in client.get(address).content.decode()
    client.post(address, {"username": "greta", "password": "a long password"})
    greta = User.objects.get(username="greta")
    assert Membership.objects.get(user=greta).library == library
    assert client.session["_auth_user_id"] == str(greta.pk)


def test_a_name_that_is_taken_is_refused_whatever_its_capitals(client, invitation):
    UserFactory(username="Greta")
    answer = {"username": "greta", "password": "a long password"}
    assert client.post(invitation.get_absolute_url(), answer).status_code == 422
    assert Invitation.objects.open().exists()


def test_whoever_is_signed_in_joins_with_one_click(client, library, invitation, outsider):
    client.force_login(outsider)
    client.get(invitation.get_absolute_url())
    assert not library.memberships.filter(user=outsider).exists()
    client.post(invitation.get_absolute_url())
    assert library.memberships.get(user=outsider).role == Role.VIEWER
    assert client.session["library"] == library.pk


def test_used_expired_and_unknown_invitations_are_the_same_page(client, library, owner, invitation):
    used = Invitation.objects.create(
        library=library, invited_by=owner, accepted_at=timezone.now(), accepted_by=owner
    )
    Invitation.objects.filter(pk=invitation.pk).update(
        expires_at=timezone.now() - timedelta(minutes=1)
    )
    tokens = (used.token, invitation.token, "never-was")
    answers = [client.get(f"/invitations/{token}/") for token in tokens]
    answers += [client.post(f"/invitations/{token}/") for token in tokens]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
