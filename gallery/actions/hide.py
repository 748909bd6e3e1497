from collections.abc import Collection

from django.db import transaction

from gallery.actions.ledger import Act
from gallery.actions.people import lock
from gallery.actions.questions import drop_pointless
from gallery.models import Decision, Person, User


@transaction.atomic
def hide(people: Collection[Person], *, hidden: bool, by: User) -> Decision | None:
    """Leave people of one library out of the people page and of photos, or bring them back.

    None if it is so already.

    Raises:
        GoneError: one of them is no longer there.
    """
    locked = lock(person.pk for person in people)
    if not locked:
        return None
    act = Act(locked[0].library, Decision.Kind.HIDE, by=by)
    changing = Person.objects.filter(pk__in=[person.pk for person in locked])
    act.watch(changing)
    changing.update(hidden=hidden)
    drop_pointless(locked[0].library)
    return act.done()
