import pytest
from django.http import Http404
from django.test import RequestFactory

from gallery import access
from gallery.models import Decision, Job, Role
from tests.gallery.factories import (
    AssetFactory,
    FaceFactory,
    JobFactory,
    MembershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


def request_of(user, session=None):
    request = RequestFactory().get("/")
    request.user, request.session = user, {} if session is None else session
    return request


def things_of(library):
    """One of each thing that has an address, with the way to it."""
    asset = AssetFactory(library=library)
    return [
        (access.asset_to_see, asset),
        (access.face_to_see, FaceFactory(asset=asset)),
        (access.person_to_see, PersonFactory(library=library)),
        (access.person_to_change, PersonFactory(library=library)),
        (access.decision_to_undo, Decision.objects.create(library=library, kind="hide", before={})),
        (access.job_to_retry, JobFactory(asset=asset, state=Job.State.QUARANTINED)),
        (access.membership_to_change, library.memberships.get(role=Role.OWNER)),
    ]


def test_an_owner_finds_everything_of_their_library(library, owner):
    for find, thing in things_of(library):
        assert find(owner, thing.pk) == thing


def test_an_outsider_finds_nothing(library, owner, outsider):
    for find, thing in things_of(library):
        with pytest.raises(Http404):
            find(outsider, thing.pk)


def test_a_viewer_sees_and_changes_nothing(library, owner, viewer):
    for find, thing in things_of(library):
        if find in {access.asset_to_see, access.face_to_see, access.person_to_see}:
            assert find(viewer, thing.pk) == thing
        else:
            with pytest.raises(Http404):
                find(viewer, thing.pk)


def test_owning_one_library_gives_no_say_in_another(library, viewer):
    own = MembershipFactory(user=viewer, role=Role.OWNER).library
    with pytest.raises(Http404):
        access.person_to_change(viewer, PersonFactory(library=library).pk)
    mine = PersonFactory(library=own)
    assert access.person_to_change(viewer, mine.pk) == mine


def test_a_server_admin_does_not_see_the_libraries_of_others(library, outsider):
    outsider.is_superuser = True
    outsider.save()
    with pytest.raises(Http404):
        access.asset_to_see(outsider, AssetFactory(library=library).pk)


def test_the_library_chosen_last_is_looked_at(library, owner):
    second = MembershipFactory(user=owner, role=Role.VIEWER).library
    session = {}
    assert access.library_to_see(request_of(owner, session)) == library
    access.choose_library(request_of(owner, session), second.pk)
    assert access.library_to_see(request_of(owner, session)) == second
    with pytest.raises(Http404):
        access.library_to_add_to(request_of(owner, session))


def test_a_library_of_others_cannot_be_chosen_nor_kept_after_one_was_removed(
    library, owner, outsider
):
    with pytest.raises(Http404):
        access.choose_library(request_of(outsider), library.pk)
    session = {access.SESSION_KEY: library.pk}
    assert access.library_to_see(request_of(outsider, session)) != library
