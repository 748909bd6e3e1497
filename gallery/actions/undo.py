from typing import Any

from django.core import serializers
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gallery import jobs
from gallery.actions.people import GoneError, lock
from gallery.models import CannotLink, Decision, Face, Person, Stage, User

Kind = Decision.Kind
ABOUT_FACES = (Kind.MOVE, Kind.STAY, Kind.PART, Kind.SPLIT, Kind.FORBID)
"""What a clustering is told; without it, it has to say anew who is who, and may ask again."""


class CannotUndoError(Exception):
    """It cannot be undone any more; the words say why."""


@transaction.atomic
def undo(decision: Decision) -> None:
    """Put people and their faces back as they were before a decision.

    Faces that have come since stay where they are; faces that are gone stay gone.

    Raises:
        CannotUndoError: it is undone already, somebody is gone, or was changed again since.
    """
    locked = Decision.objects.select_for_update().get(pk=decision.pk)
    if locked.undone_at is not None:
        raise CannotUndoError("That was undone already.")
    if _changed_since(locked):
        raise CannotUndoError(
            "Something about the same people was changed after that. Undo the later change first."
        )
    rows: list[dict[str, Any]] = locked.before["people"]
    kept, absorbed = (rows[:1], rows[1:]) if locked.kind == Kind.MERGE else (rows, [])
    try:
        lock(row["pk"] for row in kept)
    except GoneError:
        raise CannotUndoError("That person is no longer there.") from None
    if Person.objects.filter(pk__in=[row["pk"] for row in absorbed]).exists():
        raise CannotUndoError("Those two are apart already.")
    _put_back_people(rows)
    _put_back_faces(locked.before["faces"], [row["pk"] for row in kept])
    _put_back_links(locked)
    locked.undone_at = timezone.now()
    locked.save(update_fields=["undone_at"])
    if locked.kind in ABOUT_FACES:
        jobs.enqueue(Stage.CLUSTER, locked.library, after=jobs.QUIET)
    else:
        jobs.enqueue(Stage.REFINE, locked.library)


def _changed_since(decision: Decision) -> bool:
    touched = _people_of(decision)
    later = Decision.objects.filter(
        library=decision.library_id, undone_at=None, pk__gt=decision.pk
    ).only("before")
    return any(touched & _people_of(one) for one in later)


def _people_of(decision: Decision) -> set[int]:
    return {row["pk"] for row in decision.before["people"]}


def _put_back_people(rows: list[dict[str, Any]]) -> None:
    for restored in serializers.deserialize("python", rows, ignorenonexistent=True):
        person = restored.object
        if not isinstance(person, Person):
            raise TypeError(f"a decision about people holds a {type(person).__name__}")
        if person.cover_id and not Face.objects.filter(pk=person.cover_id).exists():
            person.cover_id = None
        person.save()


def _put_back_links(decision: Decision) -> None:
    """Take back what was said of two faces, and say again what the decision overruled."""
    CannotLink.objects.filter(pk__in=decision.before.get("cannot_links", [])).delete()
    rows = decision.before.get("parted", [])
    there = set(
        Face.objects.filter(pk__in=[pk for row in rows for pk in row[:2]]).values_list(
            "pk", flat=True
        )
    )
    for first, second, by in rows:
        if {first, second} <= there:
            CannotLink.objects.get_or_create(
                first_id=first,
                second_id=second,
                defaults={"library": decision.library, "by": User.objects.filter(pk=by).first()},
            )


def _put_back_faces(rows: list[list[Any]], kept: list[int]) -> None:
    """Give faces back, unless a machine or a person has since given them to somebody else."""
    by = User.objects.in_bulk({row[3] for row in rows})
    for pk, person, confirmed, confirmed_by in rows:
        Face.objects.filter(pk=pk).filter(Q(person__in=kept) | Q(person=None)).update(
            person=person, confirmed=confirmed, confirmed_by=by.get(confirmed_by)
        )
