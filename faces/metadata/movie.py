"""What videos say of themselves, in the tags of their container."""

from faces.errors import BadImageError
from faces.metadata.dates import Clock, parse_date, parse_place
from faces.metadata.exif import camera_name
from faces.metadata.values import Metadata, Source, Taken
from faces.types import Readable
from faces.video.containers import open_video

# Apple's has the local time with its offset; the others are in UTC, or should be.
_LOCAL_DATE = "com.apple.quicktime.creationdate"
_UTC_DATES = ("creation_time", "date")
_PLACES = ("com.apple.quicktime.location.iso6709", "location", "location-eng")
_MAKES = ("com.apple.quicktime.make", "make", "com.android.manufacturer")
_MODELS = ("com.apple.quicktime.model", "model", "com.android.model")


def read(file: Readable, clock: Clock) -> Metadata:
    """Read a video's tags; a file that cannot be opened says nothing."""
    try:
        with open_video(file) as video:
            tags = {key.lower(): value for key, value in video.tags.items()}
            duration_s = video.duration_s
    except BadImageError:
        return Metadata()
    return Metadata(
        taken=_taken(tags, clock),
        place=parse_place(_first(tags, _PLACES)),
        camera=camera_name(_first(tags, _MAKES), _first(tags, _MODELS)),
        duration_s=duration_s,
    )


def _first(tags: dict[str, str], names: tuple[str, ...]) -> str:
    return next((tags[name] for name in names if tags.get(name)), "")


def _taken(tags: dict[str, str], clock: Clock) -> Taken | None:
    moment = parse_date(tags.get(_LOCAL_DATE))
    if moment is not None:
        found = clock.taken_at(moment, Source.QUICKTIME)
        if found is not None:
            return found
    for name in _UTC_DATES:
        moment = parse_date(tags.get(name))
        if moment is not None and moment.tzinfo is not None:
            found = clock.taken_utc(moment, Source.QUICKTIME)
            if found is not None:
                return found
    return None
