"""Found again: faces keep their rows, and so their names, when an asset is looked at once more."""

from dataclasses import dataclass

from django.db.models import Q

from faces.types import SAME_FACE
from gallery.models import Asset, Face, Statement
from gallery.pipeline.named import apply_names
from gallery.pipeline.remember import remember

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

    A face found again keeps its row. What is not found again goes, unless somebody said something
    of it; what was said of a face whose row is gone is said of the one that is there now.
    """
    old = list(Face.objects.select_for_update().filter(asset=asset).order_by("pk"))
    left_out = _of_people_left_out(old)
    same = matched(old, found)
    said = _spoken_of(old)
    gone = [face.pk for i, face in enumerate(old) if i not in same and face.pk not in said]
    Face.objects.filter(pk__in=gone).delete()
    rows = dict(enumerate(found))
    fresh = [face for j, face in rows.items() if j not in same.values()]
    for i, j in same.items():
        _take_over(old[i], found[j], keeps_nothing=old[i].pk in left_out)
        rows[j] = old[i]
    Face.objects.bulk_update([old[i] for i in same], [*PLACE, *REPRESENTATION])
    Face.objects.bulk_create(fresh)
    remember(asset)
    apply_names(asset)
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


def _may_be_same(a: Face, b: Face) -> bool:
    if a.time is not None and b.time is not None and abs(a.time - b.time) > SAME_MOMENT:
        return False
    return a.box.iou(b.box) >= SAME_FACE


def _spoken_of(faces: list[Face]) -> set[int]:
    """Faces of which somebody said something that stands."""
    by_pk = {face.pk for face in faces}
    about = Q(face__in=by_pk) | Q(other_face__in=by_pk)
    pairs = Statement.objects.standing().filter(about).values_list("face", "other_face")
    said = {face.pk for face in faces if face.confirmed or face.not_a_face}
    return said | {pk for pair in pairs for pk in pair if pk in by_pk}


def _of_people_left_out(faces: list[Face]) -> set[int]:
    theirs = Face.objects.filter(pk__in=[face.pk for face in faces], person__left_out=True)
    return set(theirs.values_list("pk", flat=True))


def _take_over(old: Face, new: Face, *, keeps_nothing: bool) -> None:
    """Give a row what was found now; the same box keeps what the network said of it."""
    if keeps_nothing:
        for name in REPRESENTATION:
            setattr(old, name, "" if name == "represented_by" else None)
    elif new.represented_by or old.box != new.box:
        for name in REPRESENTATION:
            setattr(old, name, getattr(new, name))
    for name in PLACE:
        if name != "detected_by" or old.detected_by != Face.DRAWN:
            setattr(old, name, getattr(new, name))
