"""The face that stands for a person on pages, until somebody chooses another."""

from django.db.models import F, Q

from gallery import jobs
from gallery.looks import looks
from gallery.models import Face, Library, Person


def choose_covers(library: Library) -> None:
    """Give a cover to each person without one, or whose cover is another person's face now."""
    lacking = Person.objects.filter(library=library).filter(
        Q(cover=None) | ~Q(cover__person=F("pk"))
    )
    faces = (
        Face.objects.real()
        .filter(person__in=lacking)
        .select_related("asset")
        .only("left", "right", "landmarks", "quality", "person_id", "asset__width")
    )
    best: dict[int, Face] = {}
    for face in faces.order_by("pk").iterator():
        if face.person_id is None:
            continue
        rival = best.get(face.person_id)
        if rival is None or _looks(face) > _looks(rival):
            best[face.person_id] = face
    people = [Person(pk=person, cover=face) for person, face in best.items()]
    Person.objects.bulk_update(people, ["cover"], batch_size=jobs.BATCH)


def _looks(face: Face) -> float:
    pixels = (face.right - face.left) * face.asset.width
    return looks(quality=face.quality, pixels=pixels, landmarks=face.landmarks)
