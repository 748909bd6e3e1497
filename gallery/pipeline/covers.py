"""The face that stands for a person on pages, until somebody chooses another."""

from collections.abc import Sequence

from django.db.models import F, Q

from gallery import jobs
from gallery.models import Face, Library, Person

LARGE = 400.0  # pixels of a face's width beyond which larger is no better
UNKNOWN = 0.5  # quality of a face that was represented before there was one

Point = Sequence[float]


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
    """How well a face would do as a cover: easily told, large, and looking at us."""
    pixels = (face.right - face.left) * face.asset.width
    quality = UNKNOWN if face.quality is None else face.quality
    return quality * min(pixels, LARGE) * _frontal(face.landmarks)


def _frontal(landmarks: Sequence[Point]) -> float:
    """1 where the nose is midway between the eyes, 0.2 where it is beyond one of them."""
    if len(landmarks) < 3 or landmarks[0][0] == landmarks[1][0]:
        return 0.5
    left, right, nose = (point[0] for point in landmarks[:3])
    aside = abs(nose - (left + right) / 2) / abs(right - left)
    return max(0.2, 1.0 - 1.6 * aside)
