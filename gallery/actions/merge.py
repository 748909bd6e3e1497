from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from gallery import jobs
from gallery.actions.ledger import Act
from gallery.actions.people import cover_of, lock, parting
from gallery.actions.questions import drop_pointless, follow_merge
from gallery.models import Decision, Face, Person, Stage, Statement, User


class SamePersonError(ValueError):
    """Somebody cannot be merged into themselves."""


class TwoLibrariesError(ValueError):
    """People of two libraries are never one."""


@transaction.atomic
def merge(
    *,
    keep: Person,
    absorb: Collection[Person],
    by: User,
    name: str | None = None,
    born_as: Person | None = None,
) -> Decision:
    """Say that people are one: all faces of `absorb` go to `keep`, and `absorb` are gone.

    The covers of all become confirmed faces of `keep`, so that every later clustering must
    link them. What was typed about `absorb` stays where `keep` lacks it, the first first. Where
    somebody had said before that a face of one is not the other, the later word counts.

    Raises:
        SamePersonError: nobody is to be absorbed, or `keep` is among them.
        TwoLibrariesError: they belong to different libraries.
        GoneError: one of them is no longer there.
    """
    order = [person.pk for person in absorb]
    if not order or keep.pk in order:
        raise SamePersonError
    people = {person.pk: person for person in lock([keep.pk, *order])}
    keep, going = people[keep.pk], [people[pk] for pk in dict.fromkeys(order)]
    if any(person.library_id != keep.library_id for person in going):
        raise TwoLibrariesError
    act = Act(keep.library, Decision.Kind.MERGE, by=by)
    covers = [cover for cover in map(cover_of, [keep, *going]) if cover]
    _watch(act, keep, going, covers)
    for person in going:
        _overrule(act, keep, person)
        act.say(
            Statement.Kind.SAME,
            person=keep,
            face=_of(covers, keep),
            other=_of(covers, person),
            absorbed=person.pk,
        )
    Face.objects.filter(person__in=going).update(person=keep)
    sure = Face.objects.filter(pk__in=[cover.pk for cover in covers], confirmed=False)
    sure.update(confirmed=True, confirmed_by=by)
    _keep_what_was_said(keep, going, covers)
    _keep_what_was_chosen(keep, name, born_as and people.get(born_as.pk))
    follow_merge(keep, going)
    Person.objects.filter(pk__in=[person.pk for person in going]).delete()
    drop_pointless(keep.library)
    jobs.enqueue(Stage.REFINE, keep.library)
    return act.decide()


def _watch(act: Act, keep: Person, going: list[Person], covers: list[Face]) -> None:
    act.watch(
        Person.objects.filter(pk=keep.pk),
        Face.objects.filter(person__in=going),
        Face.objects.filter(pk__in=[cover.pk for cover in covers]),
    )
    for person in going:
        act.going(person)


def _of(covers: list[Face], person: Person) -> Face | None:
    return next((cover for cover in covers if cover.person_id == person.pk), None)


def _overrule(act: Act, keep: Person, going: Person) -> None:
    """What was said of the one as against the other no longer counts."""
    faces = {
        one.pk: list(one.faces.order_by("pk").values_list("pk", flat=True)) for one in (keep, going)
    }
    act.overrule(parting(faces[keep.pk], faces[going.pk]))
    for one, other in ((keep, going), (going, keep)):
        act.overrule(Statement.objects.that_part().filter(person=one.pk, face__in=faces[other.pk]))
    of_going = Statement.objects.standing().filter(person=going.pk)
    no_longer = parting(faces[keep.pk], faces[going.pk])
    lasting = Q(kind=Statement.Kind.IS_NOT) | Q(kind=Statement.Kind.IS, face=None)
    act.carry_over(
        of_going.filter(lasting)
        .exclude(face__in=faces[keep.pk])
        .exclude(pk__in=no_longer.values("pk")),
        keep,
    )
    act.overrule(of_going)


def _keep_what_was_said(keep: Person, going: list[Person], covers: list[Face]) -> None:
    for person in going:
        keep.name = keep.name or person.name
        keep.gender_said = keep.gender_said or person.gender_said
        if keep.birth_date is None:
            keep.birth_date, keep.birth_precision = person.birth_date, person.birth_precision
        if not person.shelf:
            keep.shelf = Person.Shelf.NONE
    if keep.cover is None and covers:
        keep.cover = covers[0]
    if keep.name:
        keep.shelf = Person.Shelf.NONE
    keep.save(
        update_fields=["name", "gender_said", "birth_date", "birth_precision", "cover", "shelf"]
    )


def _keep_what_was_chosen(keep: Person, name: str | None, born_as: Person | None) -> None:
    if name:
        keep.name, keep.shelf = name, Person.Shelf.NONE
    if born_as is not None:
        keep.birth_date, keep.birth_precision = born_as.birth_date, born_as.birth_precision
    keep.save(update_fields=["name", "shelf", "birth_date", "birth_precision"])
