from threading import Barrier, Thread

import pytest
from django.db import connection

from gallery.actions.change_members import LastOwnerError, change_role, remove_member
from gallery.models import Membership, Role
from tests.gallery.factories import LibraryFactory, MembershipFactory


@pytest.mark.django_db
def test_a_member_gets_another_role(library, owner, viewer):
    change_role(library.memberships.get(user=viewer), Role.CONTRIBUTOR)
    assert library.memberships.get(user=viewer).role == Role.CONTRIBUTOR


@pytest.mark.django_db
def test_the_last_owner_cannot_step_down(library, owner, viewer):
    with pytest.raises(LastOwnerError):
        change_role(library.memberships.get(user=owner), Role.VIEWER)
    assert library.memberships.get(user=owner).role == Role.OWNER


@pytest.mark.django_db
def test_the_last_owner_cannot_be_removed(library, owner, viewer):
    with pytest.raises(LastOwnerError):
        remove_member(library.memberships.get(user=owner))
    assert library.memberships.filter(user=owner).exists()


@pytest.mark.django_db
def test_an_owner_of_another_library_does_not_count(library, owner, outsider):
    with pytest.raises(LastOwnerError):
        remove_member(library.memberships.get(user=owner))


@pytest.mark.django_db
def test_one_of_two_owners_may_go(library, owner):
    MembershipFactory(library=library)
    remove_member(library.memberships.get(user=owner))
    assert not library.memberships.filter(user=owner).exists()


@pytest.mark.django_db
def test_who_was_removed_meanwhile_is_not_there(library, owner, viewer):
    membership = library.memberships.get(user=viewer)
    Membership.objects.filter(pk=membership.pk).delete()
    with pytest.raises(Membership.DoesNotExist):
        change_role(membership, Role.OWNER)


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_step_down_at_once_leave_one(queued):
    library = LibraryFactory()
    owners = [MembershipFactory(library=library) for _ in range(2)]
    together = Barrier(2)
    refused = []

    def step_down(membership):
        together.wait()
        try:
            change_role(membership, Role.VIEWER)
        except LastOwnerError:
            refused.append(membership.pk)
        finally:
            connection.close()

    leaving = [Thread(target=step_down, args=[membership]) for membership in owners]
    for one in leaving:
        one.start()
    for one in leaving:
        one.join()
    assert library.memberships.filter(role=Role.OWNER).count() == 1
    assert len(refused) == 1
