from functools import partial

from django.db import transaction
from django.utils import timezone

from gallery import jobs, storage
from gallery.models import (
    Asset,
    Dating,
    Decision,
    Face,
    Job,
    Library,
    Person,
    Stage,
    Statement,
    User,
)


@transaction.atomic
def set_recognition(library: Library, *, on: bool, user: User | None) -> None:
    """Decide whether faces may be found and told apart in a library.

    On: everything that was read already is looked at now. Off: every face, person, crop and
    decision about them is erased, and what is under way writes nothing; the photos stay.
    """
    # The lock that finishing a stage also takes: it either sees this decision or is seen by it.
    locked = Library.objects.select_for_update().get(pk=library.pk)
    locked.recognition = library.recognition = on
    locked.recognition_decided_by = library.recognition_decided_by = user
    locked.recognition_decided_at = library.recognition_decided_at = timezone.now()
    locked.save(update_fields=["recognition", "recognition_decided_by", "recognition_decided_at"])
    if on:
        _look_at_everything(locked)
    else:
        _erase(locked)


def _look_at_everything(library: Library) -> None:
    begun = Job.objects.filter(library=library, stage__in=[Stage.DETECT, Stage.REPRESENT])
    ingested = Asset.objects.filter(
        library=library, jobs__stage=Stage.INGEST, jobs__state=Job.State.DONE
    ).exclude(pk__in=begun.values("asset_id"))
    for kind, stage in jobs.FIRST_LOOK.items():
        pks = list(ingested.filter(kind=kind).order_by("-taken_at").values_list("pk", flat=True))
        jobs.enqueue_all(stage, library, pks)


def _erase(library: Library) -> None:
    faces = Face.objects.filter(asset__library=library)
    with_faces = list(Asset.objects.filter(pk__in=faces.values("asset_id")))
    Job.objects.filter(library=library).exclude(stage=Stage.INGEST).delete()
    said_of_photos = Statement.objects.filter(library=library, kind=Statement.Kind.DATE)
    about_people = Decision.objects.filter(library=library).exclude(
        pk__in=said_of_photos.values("decision")
    )
    about_people.delete()  # and its statements
    Dating.objects.filter(asset__library=library).delete()
    faces.delete()  # and their tracks
    Person.objects.filter(library=library).delete()
    transaction.on_commit(partial(_erase_files, library, with_faces))


def _erase_files(library: Library, assets: list[Asset]) -> None:
    for path in storage.tree_paths(library):
        path.unlink(missing_ok=True)
    storage.erase_sheets(library.pk)
    for asset in assets:
        storage.erase_face_crops(asset)
