from collections.abc import Collection
from functools import partial

from django.db import transaction
from django.db.models import Q

from gallery import jobs, storage
from gallery.actions.ledger import Act
from gallery.actions.people import lock
from gallery.models import Asset, Decision, Face, Library, Person, Stage, Statement, User


@transaction.atomic
def forget(person: Person, *, by: User) -> Decision:
    """Erase all that is known of somebody; nothing brings it back. Their photos stay.

    Gone are name, dates, features, ages, crops, whatever was said of them, and the history that
    tells of it. Where they were in each photo is kept, as places in which no face is ever to be
    recognised: no detector and no import brings them back there.

    Raises:
        GoneError: the person is no longer there.
    """
    [locked] = lock([person.pk])
    library, faces = locked.library, list(locked.faces.select_related("asset").order_by("pk"))
    pks = {face.pk for face in faces}
    _erase_history(library, locked.pk, pks)
    act = Act(library, Decision.Kind.FORGET, by=by)
    for face in faces:
        act.say(Statement.Kind.FORGOTTEN, face=face)
    Face.objects.filter(pk__in=pks).delete()
    locked.delete()
    decision = act.decide()
    decision.statements.update(face=None)
    jobs.enqueue(Stage.CLUSTER, library)
    assets = list({face.asset_id: face.asset for face in faces}.values())
    transaction.on_commit(partial(_erase_files, library, assets))
    return decision


def _erase_history(library: Library, person: int, faces: Collection[int]) -> None:
    """Remove statements about them, and from decisions every row of theirs."""
    about = Q(person=person) | Q(face__in=faces) | Q(other_face__in=faces)
    Statement.objects.filter(about, library=library).delete()
    decisions = Decision.objects.filter(library=library)
    for decision in decisions.iterator(chunk_size=100):
        if _without(decision, person, faces):
            decision.save(update_fields=["before", "after"])


def _without(decision: Decision, person: int, faces: Collection[int]) -> bool:
    """Take their rows out of a decision; say whether there were any.

    It cannot be undone as a whole after that, so nothing of it is kept.
    """
    rows = {table: set(columns) for table, columns in decision.before.items()}
    theirs = {str(pk) for pk in faces}
    if str(person) not in rows.get("people", ()) and not theirs & rows.get("faces", set()):
        return False
    decision.before = decision.after = {}
    return True


def _erase_files(library: Library, assets: Collection[Asset]) -> None:
    for path in storage.tree_paths(library):
        path.unlink(missing_ok=True)
    for asset in assets:
        storage.erase_stale_crops(asset)
