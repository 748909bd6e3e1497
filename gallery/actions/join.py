from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from gallery.models import Invitation, Membership, User


class InvitationGoneError(Exception):
    """Used, taken back or expired between the page and the click."""


def join(invitation: Invitation, user: User) -> Membership:
    """Let somebody who has an account into the library; a member stays what they are.

    Raises:
        InvitationGoneError: it no longer works.
    """
    with transaction.atomic():
        here = Membership.objects.filter(library=invitation.library_id, user=user).first()
        if here is not None:
            return here
        _use_up(invitation, user)
        return Membership.objects.create(
            library_id=invitation.library_id, user=user, role=invitation.role
        )


def join_with_new_account(invitation: Invitation, *, username: str, password: str) -> User:
    """Make an account for whom the link was meant, and let them in.

    Raises:
        InvitationGoneError: it no longer works; no account was made.
    """
    secret = make_password(password)  # slow on purpose, so outside the transaction
    with transaction.atomic():
        user = User.objects.create(username=User.normalize_username(username), password=secret)
        join(invitation, user)
    return user


def _use_up(invitation: Invitation, user: User) -> None:
    """Two may click at once; an update that succeeds once lets one in."""
    used = Invitation.objects.open().filter(pk=invitation.pk)
    if not used.update(accepted_at=timezone.now(), accepted_by=user):
        raise InvitationGoneError
