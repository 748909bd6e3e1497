"""Names and places that other programs wrote into photos, kept at ingest, applied once seen."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from faces.metadata import Region
from faces.types import Box
from gallery.models import Asset, Decision, Face, Library, Person, Statement
from gallery.pipeline.forgotten import forgotten
from gallery.pipeline.remember import best, drawn

SOURCE = "xmp"  # in what a statement says: it was a file's word
LEAST = 16  # pixels of the original a face is wide and high, at least
TOGETHER = timedelta(hours=1)  # photos that come in so short a time are one decision
MOST = 200  # statements a decision
Said = Statement.Kind


def keep(asset: Asset, regions: Sequence[Region]) -> int:
    """Keep whom a photo's file names as statements of who uploaded it; return how many are new.

    What was kept before is not kept again, and stays withdrawn if somebody withdrew it. Who was
    forgotten is not named again.

    Args:
        asset: its width and height are known.
        regions: of faces with names.
    """
    before = [
        (one.said["name"], one.place)
        for one in Statement.objects.filter(
            library=asset.library_id, sha256=asset.sha256, said__from=SOURCE
        )
    ]
    gone = forgotten(asset, [one.box for one in regions])
    new = [
        one
        for one, left in zip(regions, gone, strict=True)
        if _is_large_enough(one.box, asset) and not (left or _is_among(one, before))
    ]
    if new:
        decision = _decision(asset)
        Statement.objects.bulk_create(_statement(one, asset, decision) for one in new)
    return len(new)


def apply_names(asset: Asset) -> None:
    """Give the faces of an asset to the people whom its file names; call it once they are found.

    A person of that name is made if there is none. Where nothing was found, a face is drawn. What
    somebody said here of a face counts more. Call it inside the transaction that writes the faces.
    """
    waiting = Statement.objects.standing().filter(
        library=asset.library_id, sha256=asset.sha256, kind=Said.IS, person=None, said__from=SOURCE
    )
    faces = list(Face.objects.filter(asset=asset).order_by("pk"))
    for one in waiting.select_related("decision").order_by("pk"):
        if one.place is None:
            continue
        face = best(one.place, None, faces) or _around(one.place, faces)
        if face is not None and (face.confirmed or face.not_a_face):
            one.withdrawn_at = timezone.now()
            one.save(update_fields=["withdrawn_at"])
            continue
        if face is None:
            face = drawn(asset, one.place)
            faces.append(face)
        _confirm(face, one)


def _is_large_enough(box: Box, asset: Asset) -> bool:
    width, height = (box.right - box.left) * asset.width, (box.bottom - box.top) * asset.height
    return min(width, height) >= LEAST


def _is_among(region: Region, before: Sequence[tuple[str, Box | None]]) -> bool:
    return any(
        name == region.name and box is not None and box.iou(region.box) > 0.9
        for name, box in before
    )


def _decision(asset: Asset) -> Decision:
    """The decision of whoever sent it: what comes together is undone together."""
    of_files = Statement.objects.filter(
        library=asset.library_id,
        said__from=SOURCE,
        decision__by=asset.uploaded_by,
        decision__undone_at=None,
        decision__at__gt=timezone.now() - TOGETHER,
    )
    last = of_files.order_by("-pk").first()
    if last is not None and of_files.filter(decision=last.decision_id).count() < MOST:
        return last.decision
    return Decision.objects.create(
        library=asset.library,
        kind=Decision.Kind.IMPORT,
        by=asset.uploaded_by,
        before={"people": {}},  # nobody yet; of a decision with nothing at all nothing is kept
        after={"people": {}},
    )


def _statement(region: Region, asset: Asset, decision: Decision) -> Statement:
    box = region.box
    return Statement(
        library=asset.library,
        decision=decision,
        kind=Said.IS,
        by=decision.by,
        said={"name": region.name, "from": SOURCE},
        sha256=asset.sha256,
        box=[box.left, box.top, box.right, box.bottom],
    )


def _around(place: Box, faces: Sequence[Face]) -> Face | None:
    """A face whose middle is in a place, and the other way round: whole heads are drawn larger."""
    return next((one for one in faces if one.box.holds(place) and place.holds(one.box)), None)


def _confirm(face: Face, one: Statement) -> None:
    person = _called(one.said["name"], one)
    twin = Face.objects.filter(asset=face.asset_id, person=person, confirmed=True).first()
    if twin is not None:
        _say_twice(one, person, face, twin)
    face.person, face.confirmed, face.confirmed_by = person, True, one.by
    face.save(update_fields=["person", "confirmed", "confirmed_by"])
    one.person, one.face = person, face
    one.save(update_fields=["person", "face"])


def _say_twice(one: Statement, person: Person, face: Face, twin: Face) -> None:
    """The file names one person in two places of a photo: a mirror, or a picture on the wall."""
    Statement.objects.create(
        library=one.library,
        decision=one.decision,
        by=one.by,
        kind=Said.TWICE,
        person=person,
        face=face,
        sha256=one.sha256,
        box=one.box,
        other_face=twin,
        other_sha256=one.sha256,
        other_box=[twin.left, twin.top, twin.right, twin.bottom],
    )


def _called(name: str, one: Statement) -> Person:
    """The person of a name: the first who had it; made, as part of the decision, if there is none.

    The decision remembers whom it made, so that undoing it unmakes them.
    """
    called = Person.objects.filter(library=one.library, name__iexact=name).order_by("pk")
    there = called.first()
    if there is not None:
        return there
    # Another photo that names them may be looked at in this moment.
    Library.objects.select_for_update().get(pk=one.library_id)
    there = called.first()
    if there is not None:
        return there
    person = Person.objects.create(library=one.library, name=name)
    decision = Decision.objects.select_for_update().get(pk=one.decision_id)
    for rows, columns in ((decision.before, None), (decision.after, {"name": name})):
        rows.setdefault("people", {})[str(person.pk)] = columns
    decision.save(update_fields=["before", "after"])
    said = {"name": name, "from": SOURCE}
    Statement.objects.create(
        library=one.library, decision=decision, by=one.by, kind=Said.NAME, person=person, said=said
    )
    return person
