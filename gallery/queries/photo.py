"""One photo or video: its faces, who they are, and what stands next to it."""

from dataclasses import dataclass
from datetime import date

from gallery import ages
from gallery.models import Asset, Face, Person, Track
from gallery.models.asset import AssetQuerySet
from gallery.queries.search import Search
from gallery.queries.tiles import newer_than, older_than


@dataclass(frozen=True, slots=True)
class Moment:
    start: float
    """Seconds."""

    @property
    def words(self) -> str:
        minutes, seconds = divmod(int(self.start), 60)
        return f"{minutes}:{seconds:02d}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A face on the photo: where it is, who it is, how old."""

    face: Face
    person: Person | None
    age: str
    moments: list[Moment]

    @property
    def name(self) -> str:
        return self.person.name if self.person and self.person.name else "Who is this?"

    @property
    def caption(self) -> str:
        """Such as "Mia, 3"."""
        return f"{self.name}, {self.age}" if self.age and self.name[-1] != "?" else self.name

    @property
    def left(self) -> float:
        return 100 * self.face.left

    @property
    def top(self) -> float:
        return 100 * self.face.top

    @property
    def width(self) -> float:
        return 100 * (self.face.right - self.face.left)

    @property
    def height(self) -> float:
        return 100 * (self.face.bottom - self.face.top)


@dataclass(frozen=True, slots=True)
class Photo:
    asset: Asset
    marks: list[Mark]
    """People as they stand from left to right, or as they come into the video."""
    others: list[Mark]
    """Faces of nobody yet, and of people on the shelf."""
    newer: Asset | None
    older: Asset | None
    among: Person | None
    """Whose photos are being leafed through; None: all of the library, or what was searched for."""
    search: str = ""
    """The search whose photos are being leafed through, as it stands in an address."""

    @property
    def boxes(self) -> list[Mark]:
        return self.marks + self.others

    @property
    def within(self) -> str:
        if self.search:
            return f"?{self.search}"
        return f"?person={self.among.pk}" if self.among else ""

    @property
    def ratio(self) -> float:
        if not self.asset.width or not self.asset.height:
            return 1.5
        return round(self.asset.width / self.asset.height, 4)

    @property
    def date_source(self) -> str:
        return self.asset.DateSource(self.asset.taken_source).label

    @property
    def size(self) -> str:
        """Pixels, such as 4032 x 3024."""
        if not self.asset.width:
            return ""
        return f"{self.asset.width} \N{MULTIPLICATION SIGN} {self.asset.height}"


def photo(asset: Asset, among: Person | None = None, search: Search | None = None) -> Photo:
    assets: AssetQuerySet = Asset.objects.filter(library=asset.library)
    if search is not None:
        assets = search.photos()
    elif among is not None:
        theirs = Face.objects.real().filter(person=among).values("asset")
        assets = assets.filter(pk__in=theirs)
    marks = _each_person_once(_marks(asset)) if asset.kind == Asset.Kind.VIDEO else _marks(asset)
    known = [mark for mark in marks if mark.person and not mark.person.shelf]
    return Photo(
        asset=asset,
        marks=known,
        others=[mark for mark in marks if mark not in known],
        newer=newer_than(assets, asset).first(),
        older=older_than(assets, asset).first(),
        among=among,
        search=search.query if search else "",
    )


def _marks(asset: Asset) -> list[Mark]:
    faces = (
        asset.faces.real()
        .exclude(person__hidden=True)
        .select_related("person", "track")
        .order_by("time", "left")
    )
    return [Mark(face, face.person, _age(face, asset.taken_on), _moments(face)) for face in faces]


def _each_person_once(marks: list[Mark]) -> list[Mark]:
    """A video has a face for each time somebody was followed: put their moments together."""
    once: dict[object, Mark] = {}
    for mark in marks:
        key = mark.person.pk if mark.person else ("face", mark.face.pk)
        if key in once:
            once[key].moments.extend(mark.moments)
        else:
            once[key] = mark
    for mark in once.values():
        mark.moments.sort(key=lambda moment: moment.start)
    return list(once.values())


def _age(face: Face, day: date | None) -> str:
    """By the person's birth if that is known, else by this face alone."""
    age = ages.age_on(face.person, day) if face.person else ""
    if age or face.age is None:
        return age
    return f"about {round(face.age)}"


def _moments(face: Face) -> list[Moment]:
    if face.time is None:
        return []
    try:
        moments = face.track.moments
    except Track.DoesNotExist:
        moments = []
    return [Moment(start) for start, _ in moments] or [Moment(face.time)]
