from django.db import transaction

from gallery.models import Library, Membership, Role, User


def rename_library(library: Library, name: str) -> None:
    """Call a library something else."""
    Library.objects.filter(pk=library.pk).update(name=name)


@transaction.atomic
def add_library(name: str, *, owner: User) -> Library:
    """Make another library, without recognition until somebody decides on it."""
    library = Library.objects.create(name=name)
    Membership.objects.create(library=library, user=owner, role=Role.OWNER)
    return library
