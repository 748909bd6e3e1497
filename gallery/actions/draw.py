from django.db import transaction

from faces.image import decode, encode, face_thumbnail
from faces.types import SAME_FACE, Box
from gallery import jobs, storage
from gallery.actions.ledger import Act
from gallery.actions.move import SeenTwiceError
from gallery.actions.people import lock
from gallery.models import Asset, Decision, Face, Person, Stage, Statement, User

LEAST = 16  # pixels of the original a face is wide and high, at least


class CannotDrawError(ValueError):
    """There can be no face there; the words say why."""


@transaction.atomic
def draw(
    asset: Asset, box: Box, person: Person | None, *, by: User, name: str = ""
) -> tuple[Decision, Face]:
    """Say that there is a face where none was found, and whose it is, if that is known.

    Args:
        asset: a photo that can be shown.
        box: where, in fractions of the upright picture.
        person: whose it is; None: for the next clustering to say.
        by: who says so.
        name: of somebody new, whose it is.

    Raises:
        CannotDrawError: it is too small or no photo, or a face is there already.
        SeenTwiceError: that person is confirmed in this photo already.
        GoneError: the person is no longer there.
    """
    [locked] = lock([person.pk]) if person else [None]
    _check(asset, box, locked)
    act = Act(asset.library, Decision.Kind.DRAW, by=by)
    if locked is None and name:
        locked = Person.objects.create(library=asset.library, name=name)
        act.made(locked)
    face = Face(
        asset=asset,
        left=box.left,
        top=box.top,
        right=box.right,
        bottom=box.bottom,
        score=1.0,
        detected_by=Face.DRAWN,
        person=locked,
        confirmed=locked is not None,
        confirmed_by=by if locked else None,
    )
    _write_crop(face)
    face.save()
    act.made(face)
    if locked is not None and locked.cover_id is None:
        act.watch(Person.objects.filter(pk=locked.pk))
        Person.objects.filter(pk=locked.pk).update(cover=face)
    act.say(Statement.Kind.DRAWN, face=face)
    jobs.enqueue(Stage.REPRESENT, asset)
    jobs.enqueue(Stage.CLUSTER, asset.library, after=jobs.QUIET)
    return act.decide(), face


def _check(asset: Asset, box: Box, person: Person | None) -> None:
    if asset.kind != Asset.Kind.PHOTO or not asset.width:
        raise CannotDrawError("Faces can be drawn in photos that can be shown.")
    width, height = (box.right - box.left) * asset.width, (box.bottom - box.top) * asset.height
    if min(width, height) < LEAST:
        raise CannotDrawError("That is too small for a face to be told.")
    there = list(Face.objects.real().filter(asset=asset).order_by("pk"))
    if any(face.box.iou(box) >= SAME_FACE for face in there):
        raise CannotDrawError("There is a face already. Say who it is instead.")
    for face in there:
        if person and face.confirmed and face.person_id == person.pk:
            raise SeenTwiceError(face, face)


def _write_crop(face: Face) -> None:
    """Cut what pages show of it from the preview: our own file, and there at once."""
    try:
        preview = decode(storage.rendition_path(face.asset, storage.PREVIEW).read_bytes())
    except FileNotFoundError:
        raise CannotDrawError("The photo is still being read. Try again in a moment.") from None
    path = storage.rendition_path(face.asset, storage.face_crop_name(face))
    storage.write_rendition(path, encode(face_thumbnail(preview, face.box)))
