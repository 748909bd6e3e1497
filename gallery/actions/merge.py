from django.db import transaction
from django.db.models import Q

from gallery import jobs
from gallery.actions.people import as_they_are, cover_of, lock
from gallery.models import CannotLink, Decision, Face, Person, Stage, User


class SamePersonError(ValueError):
    """Somebody cannot be merged into themselves."""


class TwoLibrariesError(ValueError):
    """People of two libraries are never one."""


@transaction.atomic
def merge(*, keep: Person, absorb: Person, by: User) -> Decision:
    """Say that two people are one: all faces of `absorb` go to `keep`, and `absorb` is gone.

    The covers of both become confirmed faces of `keep`, so that every later clustering must
    link them. What was typed about `absorb` stays where `keep` lacks it. Where somebody had said
    before that a face of one is not the other, the later word counts.

    Raises:
        SamePersonError: they are one row already.
        TwoLibrariesError: they belong to different libraries.
        GoneError: one of them is no longer there.
    """
    if keep.pk == absorb.pk:
        raise SamePersonError
    people = {person.pk: person for person in lock([keep.pk, absorb.pk])}
    keep, absorb = people[keep.pk], people[absorb.pk]
    if keep.library_id != absorb.library_id:
        raise TwoLibrariesError
    covers = [cover for cover in (cover_of(keep), cover_of(absorb)) if cover]
    decision = _record(keep, absorb, covers, by)
    Face.objects.filter(person=absorb).update(person=keep)
    sure = Face.objects.filter(pk__in=[cover.pk for cover in covers], confirmed=False)
    sure.update(confirmed=True, confirmed_by=by)
    _keep_what_was_said(keep, absorb, covers)
    absorb.delete()
    jobs.enqueue(Stage.REFINE, keep.library)
    return decision


def _record(keep: Person, absorb: Person, covers: list[Face], by: User) -> Decision:
    moved = list(Face.objects.filter(person=absorb).order_by("pk"))
    stays = [cover for cover in covers if cover.person_id == keep.pk]
    before = as_they_are([keep, absorb], [*stays, *moved])
    links = CannotLink.objects.filter(
        Q(first__person=keep, second__person=absorb) | Q(first__person=absorb, second__person=keep)
    )
    before["parted"] = [list(row) for row in links.values_list("first", "second", "by")]
    links.delete()
    return Decision.objects.create(
        library=keep.library, kind=Decision.Kind.MERGE, by=by, before=before
    )


def _keep_what_was_said(keep: Person, absorb: Person, covers: list[Face]) -> None:
    keep.name = keep.name or absorb.name
    if keep.birth_date is None:
        keep.birth_date, keep.birth_precision = absorb.birth_date, absorb.birth_precision
    if keep.cover is None and covers:
        keep.cover = covers[0]
    if keep.name or not absorb.shelf:
        keep.shelf = Person.Shelf.NONE
    keep.save(update_fields=["name", "birth_date", "birth_precision", "cover", "shelf"])
