from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from gallery.actions.set_recognition import set_recognition
from gallery.models import Library, Membership, Role, User


class AlreadyBegunError(Exception):
    """The first account exists; whoever asks now was too late."""


def begin(*, username: str, password: str, library_name: str, recognition: bool) -> User:
    """Make the first account, an admin who owns a library, and note their say on recognition.

    Photos imported before the first visit lie in a library that belongs to nobody yet: it is
    adopted instead of making a second one.

    Raises:
        AlreadyBegunError: an account exists; nothing was done.
    """
    secret = make_password(password)  # slow on purpose, so before the lock
    with transaction.atomic():
        _stand_in_line()
        if User.objects.exists():
            raise AlreadyBegunError
        user = User.objects.create(
            username=User.normalize_username(username),
            password=secret,
            is_staff=True,
            is_superuser=True,
        )
        library = _adopt_or_make(library_name)
        Membership.objects.create(library=library, user=user, role=Role.OWNER)
        set_recognition(library, on=recognition, user=user)
    return user


def _stand_in_line() -> None:
    """Two browsers may begin at once: lock a row that is there before any account is."""
    kind = ContentType.objects.get_for_model(User)
    ContentType.objects.select_for_update().get(pk=kind.pk)


def _adopt_or_make(name: str) -> Library:
    orphan = Library.objects.filter(memberships=None).first()
    if orphan is None:
        return Library.objects.create(name=name)
    orphan.name = name
    orphan.save(update_fields=["name"])
    return orphan
