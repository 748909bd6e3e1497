from datetime import timedelta

import pytest
from django.utils import timezone

from gallery.actions.invite import invite, revoke_invitation
from gallery.actions.join import InvitationGoneError, join, join_with_new_account
from gallery.models import Invitation, Membership, Role, User
from tests.gallery.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long password"  # noqa: S105 of nobody


@pytest.fixture
def invitation(library, owner):
    return invite(library, role=Role.CONTRIBUTOR, note="Grandma", by=owner)


def test_a_newcomer_gets_an_account_and_the_role_of_the_invitation(library, invitation):
    user = join_with_new_account(invitation, username="greta", password=PASSWORD)
    assert user.check_password(PASSWORD)
    assert not user.is_superuser
    assert library.memberships.get(user=user).role == Role.CONTRIBUTOR
    invitation.refresh_from_db()
    assert invitation.accepted_by == user


def test_an_invitation_works_once(invitation):
    join(invitation, UserFactory())
    with pytest.raises(InvitationGoneError):
        join(invitation, UserFactory())
    assert Membership.objects.filter(role=Role.CONTRIBUTOR).count() == 1


def test_too_late_for_an_invitation_no_account_is_left_behind(invitation):
    join(invitation, UserFactory())
    with pytest.raises(InvitationGoneError):
        join_with_new_account(invitation, username="greta", password=PASSWORD)
    assert not User.objects.filter(username="greta").exists()


def test_an_expired_invitation_lets_nobody_in(invitation):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(InvitationGoneError):
        join(invitation, UserFactory())


def test_a_member_who_follows_the_link_keeps_role_and_invitation(library, owner, invitation):
    assert join(invitation, owner).role == Role.OWNER
    assert Invitation.objects.open().filter(pk=invitation.pk).exists()


def test_an_invitation_taken_back_is_gone(invitation):
    revoke_invitation(invitation)
    with pytest.raises(InvitationGoneError):
        join(invitation, UserFactory())


def test_taking_back_a_used_invitation_keeps_the_record_of_it(invitation):
    join(invitation, UserFactory())
    revoke_invitation(invitation)
    assert Invitation.objects.filter(pk=invitation.pk).exists()
