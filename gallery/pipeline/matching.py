"""Found again: faces keep their rows, and so their names, when an asset is looked at once more."""

from dataclasses import dataclass

from django.db.models import Q

from gallery import storage
from gallery.models import Asset, CannotLink, Face

SAME = 0.5  # intersection over union from which two boxes hold the same face
SAME_MOMENT = 0.1  # seconds between two shots of a video that may be the same
PLACE = ("left", "top", "right", "bottom", "time", "landmarks", "score", "detected_by")
REPRESENTATION = ("features", "age_posterior", "age", "p_male", "quality", "represented_by")


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of the faces of an asset."""

    rows: list[Face]
    """The rows of the faces found, in their order."""
    gone: int
    """How many that were there before are not any more."""


def replace_faces(asset: Asset, found: list[Face]) -> Replaced:
    """Let an asset have the faces found now; call it inside the transaction that finishes.

    A face found again keeps its row. What is not found again goes, unless somebody confirmed it,
    said that it is not a face, or whose it is not.
    """
    old = list(Face.objects.select_for_update().filter(asset=asset).order_by("pk"))
    same = matched(old, found)
    said = _said_to_be_apart(old)
    gone = [
        face.pk
        for i, face in enumerate(old)
        if i not in same and not (face.confirmed or face.not_a_face or face.pk in said)
    ]
    Face.objects.filter(pk__in=gone).delete()
    rows = dict(enumerate(found))
    fresh = [face for j, face in rows.items() if j not in same.values()]
    for i, j in same.items():
        _take_over(old[i], found[j])
        rows[j] = old[i]
    Face.objects.bulk_update([old[i] for i in same], [*PLACE, *REPRESENTATION])
    Face.objects.bulk_create(fresh)
    return Replaced([rows[j] for j in range(len(found))], len(gone))


def matched(old: list[Face], new: list[Face]) -> dict[int, int]:
    """Say which new face is which old one: index of new by index of old.

    The pairs that overlap most come first; each face is used once.
    """
    overlaps = sorted(
        (
            (a.box.iou(b.box), -i, -j)
            for i, a in enumerate(old)
            for j, b in enumerate(new)
            if _may_be_same(a, b)
        ),
        reverse=True,
    )
    same: dict[int, int] = {}
    for _, i, j in overlaps:
        if -i not in same and -j not in same.values():
            same[-i] = -j
    return same


def erase_stale_crops(asset: Asset) -> None:
    """Remove the crops that no face of the asset has any more."""
    faces = Face.objects.filter(asset=asset).defer(*REPRESENTATION)
    storage.erase_face_crops(asset, besides=[storage.face_crop_name(face) for face in faces])


def _may_be_same(a: Face, b: Face) -> bool:
    if a.time is not None and b.time is not None and abs(a.time - b.time) > SAME_MOMENT:
        return False
    return a.box.iou(b.box) >= SAME


def _said_to_be_apart(faces: list[Face]) -> set[int]:
    pks = [face.pk for face in faces]
    links = CannotLink.objects.filter(Q(first__in=pks) | Q(second__in=pks))
    return {pk for pair in links.values_list("first", "second") for pk in pair}


def _take_over(old: Face, new: Face) -> None:
    """Give a row what was found now; the same box keeps what the network said of it."""
    if new.represented_by or old.box != new.box:
        for name in REPRESENTATION:
            setattr(old, name, getattr(new, name))
    for name in PLACE:
        setattr(old, name, getattr(new, name))
