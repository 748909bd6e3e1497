"""Places in which nobody is ever to be recognised: who was there was forgotten."""

from collections.abc import Sequence

from faces.types import Box
from gallery.models import Asset, Statement

NEAR = 0.3  # intersection over union from which a box is where they were


def forgotten(asset: Asset, boxes: Sequence[Box]) -> list[bool]:
    """Say of each box in an asset whether somebody is there who was forgotten.

    Other programs and older detectors draw larger or smaller boxes, so one that has its middle in
    such a place, and the other way round, is there, too.
    """
    said = Statement.objects.standing().filter(
        library=asset.library_id, sha256=asset.sha256, kind=Statement.Kind.FORGOTTEN
    )
    places = [one.place for one in said if one.place]
    return [any(_is_there(place, box) for place in places) for box in boxes]


def _is_there(place: Box, box: Box) -> bool:
    return place.iou(box) >= NEAR or (place.holds(box) and box.holds(place))
