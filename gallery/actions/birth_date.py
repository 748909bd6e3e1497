from datetime import date

from django.db import transaction

from gallery import jobs
from gallery.actions.ledger import Act
from gallery.actions.people import lock
from gallery.models import Decision, Person, Stage, User


@transaction.atomic
def set_birth_date(
    person: Person, birth_date: date | None, precision: str, *, by: User
) -> Decision | None:
    """Say when somebody was born, as exactly as it is known; it wins over every estimate.

    Without a date what was typed is forgotten and the estimate counts again. None if that was
    said already.

    Raises:
        GoneError: the person is no longer there.
    """
    [locked] = lock([person.pk])
    act = Act(locked.library, Decision.Kind.BIRTH_DATE, by=by)
    act.watch(Person.objects.filter(pk=locked.pk))
    locked.birth_date, locked.birth_precision = birth_date, precision if birth_date else ""
    locked.save(update_fields=["birth_date", "birth_precision"])
    decision = act.done()
    if decision:
        jobs.enqueue(Stage.AGGREGATE, locked.library)
    return decision
