"""The videos somebody is in, with the moments to go to."""

from dataclasses import dataclass
from itertools import groupby

from gallery import ages
from gallery.models import Asset, Face, Person, Track
from gallery.queries.photo import Moment
from gallery.queries.tiles import Tile


@dataclass(frozen=True, slots=True)
class Clip:
    """A video with the moments in which somebody is seen."""

    tile: Tile
    moments: list[Moment]


def clips_of(person: Person) -> list[Clip]:
    """Newest first; the moments in the order of the video."""
    faces = (
        Face.objects.real()
        .filter(person=person, asset__kind=Asset.Kind.VIDEO, track__isnull=False)
        .select_related("asset", "track")
        .defer("features", "age_posterior", "landmarks")
        .order_by("-asset__taken_at", "-asset_id", "time")
    )
    return [
        Clip(
            Tile(asset, ages.age_on(person, asset.taken_on, asset.taken_precision)),
            _moments([face.track for face in found]),
        )
        for asset, found in groupby(faces, key=lambda face: face.asset)
    ]


def _moments(tracks: list[Track]) -> list[Moment]:
    return [Moment(start) for start in sorted(start for one in tracks for start, _ in one.moments)]
