"""What was said of faces whose rows are gone, said again of those that are there now."""

from collections.abc import Iterable

from django.db.models import Q

from faces.types import Box
from gallery.models import Asset, Face, Person, Statement
from gallery.pipeline.forgotten import forgotten

ENOUGH = 0.3  # intersection over union from which a box is where somebody pointed
SAME_MOMENT = 0.5  # seconds between a shot of a video and where somebody pointed
Said = Statement.Kind


def remember(asset: Asset) -> int:
    """Apply standing statements about an asset that have no face; return how many found theirs.

    They lose it when an original goes and comes again, and have none yet when they came from
    another gallery before the original did. Where a person is confirmed and nothing was found,
    a face is drawn. Call it inside the transaction that writes the faces.
    """
    waiting = _besides_forgotten(asset, list(_waiting(asset)))
    if not waiting:
        return 0
    faces = list(Face.objects.filter(asset=asset).order_by("pk"))
    found = 0
    for statement in waiting:
        found += _find(statement, asset, faces)
    for statement in waiting:
        if statement.face is not None and statement.sha256 == asset.sha256:
            _apply(statement, statement.face)
    return found


def _waiting(asset: Asset) -> "Iterable[Statement]":
    said = Statement.objects.standing().filter(library=asset.library_id)
    # Whose faces a file's own regions are is for gallery.pipeline.named to say.
    of_files = Q(kind=Said.IS, person=None)
    about = said.filter(sha256=asset.sha256, face=None).exclude(kind=Said.FORGOTTEN)
    about = about.exclude(of_files)
    other = said.filter(other_sha256=asset.sha256, other_face=None)
    return (about.exclude(kind=Said.DATE) | other).order_by("pk")


def _besides_forgotten(asset: Asset, waiting: list[Statement]) -> list[Statement]:
    """Leave out words about who was forgotten since: another gallery may still have said them."""
    about = [one for one in waiting if one.sha256 == asset.sha256 and one.place]
    gone = forgotten(asset, [Box(*one.box) for one in about])
    left = {one.pk for one, is_gone in zip(about, gone, strict=True) if is_gone}
    return [one for one in waiting if one.pk not in left]


def _find(statement: Statement, asset: Asset, faces: list[Face]) -> bool:
    """Give a statement the faces of the asset that it speaks of."""
    before = (statement.face_id, statement.other_face_id)
    if statement.face_id is None and statement.sha256 == asset.sha256 and statement.place:
        face = best(statement.place, statement.time, faces)
        if face is None and statement.time is None and statement.kind in (Said.IS, Said.DRAWN):
            face = drawn(asset, statement.place)
            faces.append(face)
        statement.face = face
    if statement.other_face_id is None and statement.other_sha256 == asset.sha256:
        place = statement.other_place
        statement.other_face = best(place, statement.other_time, faces) if place else None
    if (statement.face_id, statement.other_face_id) == before:
        return False
    if statement.face_id == statement.other_face_id:
        statement.other_face = None  # two boxes that one detection now covers
    statement.save(update_fields=["face", "other_face"])
    return True


def best(place: Box, time: float | None, faces: Iterable[Face]) -> Face | None:
    """The face that overlaps a place most, if it does enough."""
    near = [
        face
        for face in faces
        if time is None or face.time is None or abs(face.time - time) <= SAME_MOMENT
    ]
    overlaps = [(place.iou(face.box), -face.pk, face) for face in near]
    return max((one for one in overlaps if one[0] >= ENOUGH), default=(0, 0, None))[2]


def drawn(asset: Asset, box: Box) -> Face:
    """Make a face where somebody says that there is one; its crop is cut when it is represented."""
    return Face.objects.create(
        asset=asset,
        left=box.left,
        top=box.top,
        right=box.right,
        bottom=box.bottom,
        score=1.0,
        detected_by=Face.DRAWN,
    )


def _apply(statement: Statement, face: Face) -> None:
    rows = Face.objects.filter(pk=face.pk)
    if statement.kind == Said.NOT_A_FACE:
        rows.update(not_a_face=True, person=None, confirmed=False, confirmed_by=None)
    elif statement.kind in (Said.IS, Said.COVER):
        people = Person.objects.filter(library=statement.library_id)
        person = people.filter(pk=statement.person_id or 0).first()
        if person is None:
            return
        rows.update(person=person, confirmed=True, confirmed_by=statement.by, not_a_face=False)
        if statement.kind == Said.COVER:
            Person.objects.filter(pk=person.pk).update(cover=face)
