"""The shelf: people seen on one day only or too rarely, and those somebody hid."""

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gallery.models import Face, Library, Person

PAGE = 120


def shelved(library: Library) -> QuerySet[Person]:
    """People of the shelf, grouped by the reason and the most seen first.

    Each has `cover_pk`, `faces_seen`, `first_day` and `last_day` beside its own columns.
    """
    people = Person.objects.on_the_shelf().filter(library=library)
    return _with_what_was_seen(people, fewest=1)


def hidden(library: Library) -> QuerySet[Person]:
    """Whom somebody hid, with the same columns."""
    return _with_what_was_seen(Person.objects.filter(library=library, hidden=True), fewest=0)


def _with_what_was_seen(people: QuerySet[Person], *, fewest: int) -> QuerySet[Person]:
    real = Q(faces__not_a_face=False)
    best = Face.objects.real().filter(person=OuterRef("pk")).order_by("-score", "pk")
    seen = people.annotate(
        cover_pk=Coalesce(F("cover_id"), Subquery(best.values("pk")[:1])),
        faces_seen=Count("faces", filter=real),
        first_day=Min("faces__asset__taken_on", filter=real),
        last_day=Max("faces__asset__taken_on", filter=real),
    )
    return seen.filter(faces_seen__gte=fewest).order_by("shelf", "-faces_seen", "pk")
