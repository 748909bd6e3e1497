"""People as round faces with a count, asked so that it stays quick with thousands of photos."""

from collections.abc import Collection

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from gallery import ages
from gallery.models import Face, Person
from gallery.queries.people import Card


def cards_for(people: Collection[Person]) -> dict[int, Card]:
    """By primary key; each with the face that stands for them and on how many photos they are."""
    wanted = [person.pk for person in people]
    best = Face.objects.real().filter(person=OuterRef("pk")).order_by("-confirmed", "-score", "pk")
    shown = Coalesce(F("cover_id"), Subquery(best.values("pk")[:1]))
    faces = dict(Person.objects.filter(pk__in=wanted).values_list("pk", shown))
    photos = dict(
        Face.objects.real()
        .filter(person__in=wanted)
        .values_list("person")
        .annotate(photos=Count("asset", distinct=True))
    )
    today = timezone.localdate()
    return {
        one.pk: Card(one, faces.get(one.pk), photos.get(one.pk, 0), ages.described(one, today))
        for one in people
    }


def most_seen(people: Collection[Person]) -> list[Person]:
    """Those with most faces first; faces rather than photos, which the index alone can count."""
    counted = (
        Face.objects.filter(person__in=[person.pk for person in people])
        .order_by()
        .values_list("person")
        .annotate(faces=Count("pk"))
    )
    faces = dict(counted)
    return sorted(people, key=lambda person: (-faces.get(person.pk, 0), person.name, person.pk))
