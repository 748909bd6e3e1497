import pytest

from gallery.actions.change_members import LastOwnerError, change_role, remove_member
from gallery.models import Membership, Role
from tests.gallery.factories import LibraryFactory, MembershipFactory
from tests.gallery.together import together


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
    outcomes = together(
        lambda: change_role(owners[0], Role.VIEWER),
        lambda: change_role(owners[1], Role.VIEWER),
    )
    assert library.memberships.filter(role=Role.OWNER).count() == 1
    assert {type(outcome) for outcome in outcomes} == {type(None), LastOwnerError}
