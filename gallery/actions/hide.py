from django.db import transaction

from gallery.actions.people import as_they_are, lock
from gallery.models import Decision, Person, User


@transaction.atomic
def hide(person: Person, *, hidden: bool, by: User) -> Decision | None:
    """Leave somebody out of the people page and of photos, or bring them back.

    None if it is so already.

    Raises:
        GoneError: the person is no longer there.
    """
    [locked] = lock([person.pk])
    if locked.hidden == hidden:
        return None
    decision = Decision.objects.create(
        library=locked.library,
        kind=Decision.Kind.HIDE,
        by=by,
        before=as_they_are([locked], []),
    )
    locked.hidden = hidden
    locked.save(update_fields=["hidden"])
    return decision
