from django.db import transaction

from gallery.models import Membership, Role


class LastOwnerError(Exception):
    """Without an owner nobody could invite, rename or decide."""


def change_role(membership: Membership, role: Role) -> None:
    """Give a member another role.

    Raises:
        LastOwnerError: the library would be left without an owner; nothing was done.
        Membership.DoesNotExist: removed meanwhile.
    """
    with transaction.atomic():
        current = _locked(membership)
        if role != Role.OWNER:
            _keep_an_owner(current)
        current.role = role
        current.save(update_fields=["role"])


def remove_member(membership: Membership) -> None:
    """Take somebody out of a library; their account and what they uploaded stay.

    Raises:
        LastOwnerError: the library would be left without an owner; nothing was done.
        Membership.DoesNotExist: removed meanwhile.
    """
    with transaction.atomic():
        current = _locked(membership)
        _keep_an_owner(current)
        current.delete()


def _locked(membership: Membership) -> Membership:
    """The row as it is now; all of its library's are locked, or two owners could both step down."""
    of_library = Membership.objects.filter(library=membership.library_id)
    list(of_library.select_for_update().order_by("pk"))
    return of_library.get(pk=membership.pk)


def _keep_an_owner(leaving: Membership) -> None:
    owners = Membership.objects.filter(library=leaving.library_id, role=Role.OWNER)
    if leaving.role == Role.OWNER and not owners.exclude(pk=leaving.pk).exists():
        raise LastOwnerError
