"""The faces of somebody with what a page needs to know of them and of their photos."""

from dataclasses import dataclass, field
from datetime import date

from faces.image import Alignment, align
from faces.types import Box
from gallery.looks import looks
from gallery.models import Asset, Face, Person

COLUMNS = (
    "pk",
    "asset_id",
    "asset__kind",
    "asset__size",
    "asset__width",
    "asset__height",
    "asset__colour",
    "asset__taken_on",
    "asset__taken_source",
    "asset__taken_precision",
    "left",
    "top",
    "right",
    "bottom",
    "landmarks",
    "quality",
    "age",
    "confirmed",
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A face at its time; neither features nor posteriors come along."""

    face: int
    asset: int
    kind: str
    size: int
    """Bytes of the original."""
    width: int
    height: int
    colour: str
    day: date | None
    source: str
    """Who says that day."""
    precision: str
    """How exactly it is known."""
    left: float
    top: float
    right: float
    bottom: float
    landmarks: list[list[float]]
    quality: float | None
    age: float | None
    """As the face looks, in years."""
    confirmed: bool
    looks: float = field(init=False)
    """How well it would stand for them, see `gallery.looks`."""

    def __post_init__(self) -> None:
        pixels = (self.right - self.left) * self.width
        worth = looks(quality=self.quality, pixels=pixels, landmarks=self.landmarks)
        object.__setattr__(self, "looks", worth)

    @property
    def alignment(self) -> Alignment:
        box = Box(self.left, self.top, self.right, self.bottom)
        return align(self.landmarks, box, width=max(1, self.width), height=max(1, self.height))


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is of somebody."""

    photos: int
    videos: int
    size: int
    """Bytes of all originals."""
    first: date | None
    last: date | None

    @property
    def words(self) -> str:
        """Such as "214 photos and 1 video"."""
        photos = f"{self.photos:,} photo{'' if self.photos == 1 else 's'}"
        videos = f"{self.videos:,} video{'' if self.videos == 1 else 's'}"
        if not self.videos:
            return photos
        return f"{photos} and {videos}" if self.photos else videos


def sightings(person: Person) -> list[Sighting]:
    """All their faces, oldest first; undated ones last."""
    rows = Face.objects.real().filter(person=person).values_list(*COLUMNS)
    found = [Sighting(*row) for row in rows.order_by("asset__taken_on", "pk")]
    return sorted(found, key=lambda seen: seen.day is None)


def totals(seen: list[Sighting]) -> Totals:
    assets = {one.asset: one for one in seen}.values()
    days = [one.day for one in seen if one.day]
    videos = sum(one.kind == Asset.Kind.VIDEO for one in assets)
    return Totals(
        photos=len(assets) - videos,
        videos=videos,
        size=sum(one.size for one in assets),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )
