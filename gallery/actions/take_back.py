"""What an undone decision's words did later: to faces and photos that came after it."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from gallery import jobs, storage
from gallery.models import Asset, Decision, Face, Person, Stage, Statement

Said = Statement.Kind
_UNSAID: dict[str, Any] = {
    "name": "",
    "hidden": False,
    "birth_date": None,
    "birth_precision": "",
    "gender_said": "",
    "left_out": False,
}


def take_back_from_faces(decision: Decision) -> None:
    """Let go of faces that its statements found later, and remove those they had drawn."""
    known = [int(pk) for pk in decision.before.get("faces", {})]
    found = decision.statements.standing().filter(face__isnull=False).exclude(face__in=known)
    for one in found.filter(kind__in=[Said.IS, Said.COVER, Said.DRAWN]).select_related(
        "face__asset"
    ):
        _let_go(one)
    stains = found.filter(kind=Said.NOT_A_FACE).values("face")
    Face.objects.filter(pk__in=stains).update(not_a_face=False)


def _let_go(one: Statement) -> None:
    face = one.face
    if face is None:
        return
    theirs = Face.objects.filter(pk=face.pk, person=one.person_id or None, confirmed=True)
    theirs.update(person=None, confirmed=False, confirmed_by=None)
    others = Statement.objects.standing().filter(Q(face=face) | Q(other_face=face))
    if face.detected_by == Face.DRAWN and not others.exclude(decision=one.decision_id).exists():
        Face.objects.filter(pk=face.pk).delete()
        transaction.on_commit(partial(storage.erase_stale_crops, face.asset))


def take_back_from_photos(decision: Decision) -> None:
    """Read anew the dates of photos that came later and took theirs from its statements."""
    known = [int(pk) for pk in decision.before.get("assets", {})]
    dated = decision.statements.standing().filter(kind=Said.DATE)
    later = Asset.objects.filter(
        library=decision.library_id,
        taken_source=Asset.DateSource.TYPED,
        sha256__in=dated.values("sha256"),
    ).exclude(pk__in=known)
    pks = list(later.values_list("pk", flat=True))
    Asset.objects.filter(pk__in=pks).update(taken_source=Asset.DateSource.UNKNOWN)
    if pks:
        jobs.enqueue_all(Stage.INGEST, decision.library, pks)


def unmake_people(decision: Decision) -> None:
    """Take from whom it made what it said of them, and remove who then is nobody.

    Whom another import that stands names as well stays as they are.
    """
    made = [int(pk) for pk, columns in decision.before.get("people", {}).items() if columns is None]
    imported = Statement.objects.standing().filter(
        person__in=made, decision__kind=Decision.Kind.IMPORT
    )
    kept = set(imported.exclude(decision=decision).values_list("person", flat=True))
    unmade = Person.objects.filter(pk__in=[pk for pk in made if pk not in kept])
    unmade.filter(faces=None).delete()
    # Nobody has said anything else of the others since: else it could not be undone.
    unmade.update(**_UNSAID)
