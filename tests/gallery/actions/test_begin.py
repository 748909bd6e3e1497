import pytest

from gallery.actions.begin import AlreadyBegunError, begin
from gallery.models import Job, Library, Membership, Role, Stage, User
from tests.gallery.factories import AssetFactory, JobFactory, LibraryFactory, UserFactory
from tests.gallery.together import together

ANSWERS = {
    "username": "anna",
    "password": "a long password",
    "library_name": "Lindqvist",
    "recognition": False,
}


@pytest.mark.django_db
def test_the_first_account_is_an_admin_who_owns_the_first_library(queued):
    user = begin(**ANSWERS | {"recognition": True})
    library = Library.objects.get()
    assert user.is_superuser
    assert user.is_staff
    assert user.check_password("a long password")
    assert (library.name, library.recognition) == ("Lindqvist", True)
    assert library.recognition_decided_by == user
    assert library.recognition_decided_at is not None
    assert Membership.objects.get(user=user, library=library).role == Role.OWNER


@pytest.mark.django_db
def test_a_no_to_recognition_is_a_decision_too(queued):
    user = begin(**ANSWERS)
    library = Library.objects.get()
    assert library.recognition is False
    assert library.recognition_decided_by == user


@pytest.mark.django_db
def test_once_an_account_exists_nothing_begins(queued):
    UserFactory()
    with pytest.raises(AlreadyBegunError):
        begin(**ANSWERS)
    assert User.objects.count() == 1
    assert not Library.objects.exists()


@pytest.mark.django_db
def test_photos_imported_before_the_first_visit_are_adopted_and_looked_at(queued):
    early = LibraryFactory(name="Photos", recognition=False)
    asset = AssetFactory(library=early)
    JobFactory(asset=asset, stage=Stage.INGEST, state=Job.State.DONE)
    begin(**ANSWERS | {"recognition": True})
    library = Library.objects.get()
    assert library == early
    assert library.name == "Lindqvist"
    assert Job.objects.filter(asset=asset, stage=Stage.DETECT).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_that_begin_at_once_one_becomes_the_admin(queued):
    first, second = together(
        lambda: begin(**ANSWERS | {"username": "anna"}),
        lambda: begin(**ANSWERS | {"username": "bert"}),
    )
    assert {type(first), type(second)} == {User, AlreadyBegunError}
    assert User.objects.get() in [first, second]
    assert Library.objects.count() == 1
