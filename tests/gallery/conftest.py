import pytest

from gallery import jobs
from gallery.models import Role
from tests.gallery.factories import LibraryFactory, MembershipFactory, UserFactory


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """A hash that is slow on purpose is half the time of these tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    """Every test has its own data folder."""
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


@pytest.fixture
def queued(monkeypatch):
    """The hints that would go to the broker, as (stage, subject id)."""
    hints = []

    def hint(stage, subject_id, after):
        hints.append((str(stage), subject_id))
        return True

    monkeypatch.setattr(jobs, "_hint", hint)
    return hints


@pytest.fixture
def library(db):
    return LibraryFactory()


@pytest.fixture
def owner(library):
    return MembershipFactory(
        library=library, role=Role.OWNER, user=UserFactory(username="anna")
    ).user


@pytest.fixture
def viewer(library):
    return MembershipFactory(
        library=library, role=Role.VIEWER, user=UserFactory(username="vera")
    ).user


@pytest.fixture
def outsider(db):
    """Somebody with a library of their own, who must see nothing of ours."""
    return MembershipFactory(user=UserFactory(username="otto")).user
