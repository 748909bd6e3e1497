from datetime import date

from django.db import transaction

from gallery import jobs
from gallery.actions.people import as_they_are, lock
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
    said = (birth_date, precision if birth_date else "")
    if (locked.birth_date, locked.birth_precision) == said:
        return None
    decision = Decision.objects.create(
        library=locked.library,
        kind=Decision.Kind.BIRTH_DATE,
        by=by,
        before=as_they_are([locked], []),
    )
    locked.birth_date, locked.birth_precision = said
    locked.save(update_fields=["birth_date", "birth_precision"])
    jobs.enqueue(Stage.AGGREGATE, locked.library)
    return decision
