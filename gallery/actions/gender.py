from django.db import transaction

from gallery.actions.ledger import Act
from gallery.actions.people import lock
from gallery.models import Decision, Person, User


@transaction.atomic
def set_gender(person: Person, gender: str, *, by: User) -> Decision | None:
    """Say somebody's gender; it wins over the estimate. Empty: the estimate counts again.

    None if that was said already.

    Raises:
        GoneError: the person is no longer there.
    """
    [locked] = lock([person.pk])
    act = Act(locked.library, Decision.Kind.GENDER, by=by)
    act.watch(Person.objects.filter(pk=locked.pk))
    Person.objects.filter(pk=locked.pk).update(gender_said=Person.Gender(gender))
    return act.done()
