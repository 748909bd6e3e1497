"""Where on a cover sheet the faces of a list are."""

import logging
from collections.abc import Sequence

from gallery import sheets, storage
from gallery.models import Face, Library

logger = logging.getLogger(__name__)
FEWEST = 5  # faces below which each may as well come by itself
NAMING = ("left", "top", "right", "bottom", "time", "asset__sha256")  # columns behind a crop's name


def places_of(library: Library, lists: Sequence[Sequence[int]]) -> list[dict[int, sheets.Place]]:
    """Lay the faces of each list out on a sheet; no places for a short one, or on a full disk.

    Args:
        library: whose faces they are.
        lists: primary keys in the order of each list.
    """
    wanted = [pk for faces in lists for pk in faces]
    found = Face.objects.filter(pk__in=wanted).select_related("asset").only(*NAMING)
    rows = {face.pk: face for face in found}
    return [_places(library, [rows[pk] for pk in faces if pk in rows]) for faces in lists]


def _places(library: Library, faces: list[Face]) -> dict[int, sheets.Place]:
    if len(faces) < FEWEST:
        return {}
    try:
        return sheets.lay_out(library.pk, faces)
    except storage.StorageFullError:
        logger.warning("no room for a cover sheet of library %d: its faces come singly", library.pk)
        return {}
