from collections import defaultdict
from collections.abc import Collection
from itertools import pairwise

from django.db import transaction
from django.db.models import Q

from gallery import jobs
from gallery.actions.leave_out import follow
from gallery.actions.ledger import Act
from gallery.actions.people import confirm, cover_of, lock_with_faces, parting
from gallery.models import Decision, Face, Library, Person, Stage, Statement, User


class NoFacesError(ValueError):
    """No face was chosen."""


class SeenTwiceError(ValueError):
    """Somebody would be seen twice in one photo, and nobody said that this is so."""

    def __init__(self, face: Face, other: Face) -> None:
        super().__init__(f"face {other.pk} of the same photo is that person already")
        self.face, self.other = face, other


@transaction.atomic
def move(
    faces: Collection[Face],
    person: Person | None,
    *,
    by: User,
    name: str = "",
    twice: bool = False,
    kind: Decision.Kind = Decision.Kind.MOVE,
) -> tuple[Decision, Person]:
    """Say whose some faces of a library are: they are confirmed there, and stay for good.

    A face that stands for whom they were with is confirmed, too, so that no clustering puts them
    together again. What was said against it before no longer counts.

    Args:
        faces: whosever they are now.
        person: whose they are; None: somebody new.
        by: who says so.
        name: of somebody new.
        twice: the person may be seen twice in a photo, as in a mirror or a collage.
        kind: what the history calls it.

    Raises:
        NoFacesError: there are none.
        SeenTwiceError: another face of the same photo is confirmed to be that person.
        GoneError: a face or somebody is no longer there.
    """
    if not faces:
        raise NoFacesError
    found, people = lock_with_faces(faces, [person] if person else [])
    library = found[0].asset.library
    act = Act(library, kind, by=by)
    target = people[person.pk] if person else _somebody_new(act, library, name)
    before = {face.pk: face.person_id for face in found}
    act.watch(Face.objects.filter(pk__in=before), Person.objects.filter(pk__in=people))
    _say_twice(act, found, target, allowed=twice)
    overrule_what_was_against(act, found, target)
    confirm(found, target, by=by)
    if any(one.left_out for one in [target, *people.values()]):
        follow(library, Face.objects.filter(pk__in=before))
    keep_apart(act, [one for one in people.values() if one.pk != target.pk], before, by=by)
    if target.cover_id is None:
        Person.objects.filter(pk=target.pk).update(cover=cover_of(target))
    jobs.enqueue(Stage.CLUSTER, library, after=jobs.QUIET)
    target.refresh_from_db()
    return act.decide(), target


def keep_apart(
    act: Act, people: Collection[Person], going: dict[int, int | None], *, by: User
) -> None:
    """Confirm a face of each whom faces left, and let it be their cover if they lost that.

    Args:
        act: that records it.
        people: whom faces left, and perhaps others.
        going: primary key of whose each face was, by its own.
    """
    left = set(going.values())
    for person in people:
        stays = cover_of(person, besides=going) if person.pk in left else None
        if stays is not None:
            act.watch(Face.objects.filter(pk=stays.pk))
            confirm([stays], person, by=by)
        if person.cover_id in going:
            Person.objects.filter(pk=person.pk).update(cover=stays)


def overrule_what_was_against(act: Act, faces: Collection[Face], person: Person) -> None:
    pks = [face.pk for face in faces]
    theirs = list(person.faces.exclude(pk__in=pks).values_list("pk", flat=True))
    act.overrule(parting(pks, theirs))
    act.overrule(Statement.objects.that_part().filter(person=person.pk, face__in=pks))
    act.overrule(Statement.objects.standing().filter(kind=Statement.Kind.NOT_A_FACE, face__in=pks))


def _somebody_new(act: Act, library: Library, name: str) -> Person:
    person = Person.objects.create(library=library, name=name)
    act.made(person)
    return person


def _say_twice(act: Act, faces: list[Face], person: Person, *, allowed: bool) -> None:
    """Find photos in which they would be seen twice; say that it is so, or refuse."""
    photos = defaultdict(list)
    there = Q(person=person, confirmed=True) | Q(pk__in=[face.pk for face in faces])
    assets = {face.asset_id for face in faces if face.time is None}
    for face in Face.objects.real().filter(there, asset__in=assets).order_by("pk"):
        photos[face.asset_id].append(face)
    for together in photos.values():
        for first, other in pairwise(together):
            if _said_twice(first, other):
                continue
            if not allowed:
                raise SeenTwiceError(other, first)
            act.say(Statement.Kind.TWICE, person=person, face=first, other=other)


def _said_twice(one: Face, other: Face) -> bool:
    pair = Q(face=one, other_face=other) | Q(face=other, other_face=one)
    return Statement.objects.standing().filter(pair, kind=Statement.Kind.TWICE).exists()
