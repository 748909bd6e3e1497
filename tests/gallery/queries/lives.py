"""People with faces on dated photos."""

from datetime import UTC, datetime

from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory

EYES_AHEAD = [[0.42, 0.35], [0.48, 0.35], [0.45, 0.38], [0.43, 0.41], [0.47, 0.41]]
EYES_ASIDE = [[0.42, 0.35], [0.48, 0.35], [0.48, 0.38], [0.43, 0.41], [0.47, 0.41]]


def seen(person, *days, **also):
    """A face of somebody on a photo of each day; return the last."""
    face = None
    for day in days:
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        asset = AssetFactory(library=person.library, taken_at=at, taken_on=day)
        face = FaceFactory(asset=asset, person=person, **{"landmarks": EYES_AHEAD, **also})
    return face


def born(library, day, precision="day", **also):
    return PersonFactory(library=library, birth_date=day, birth_precision=precision, **also)
