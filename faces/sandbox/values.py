"""The engine's values as JSON and bytes, and back again with every part checked.

What comes back is from a process that may have been taken over by the file it read.
"""

import math
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from faces.image import Picture
from faces.metadata import Metadata, Named, Region, Source, Taken
from faces.sandbox.messages import Header, Message, ProtocolError
from faces.types import Box, Pixels
from faces.video import Frame, Probe

T = TypeVar("T")

LONGEST_TEXT = 1000  # characters
MOST_PEOPLE = 500
_LARGEST_SIDE = 1_000_000_000


def pixels_header(pixels: Pixels) -> Header:
    """What goes before the bytes of an (H, W, 3) picture."""
    return {"shape": list(pixels.shape)}


def pixels(message: Message, *, longest: int) -> Pixels:
    """The (H, W, 3) uint8 picture in a message, H and W at most `longest`."""
    height, width, channels = _many(message.header.get("shape"), 3, _whole)
    if max(height, width) > longest or min(height, width) < 1 or channels != 3:
        raise ProtocolError("a picture of another size than was asked for")
    if height * width * channels != message.payload.nbytes:
        raise ProtocolError("a picture with too many or too few bytes")
    return message.payload.reshape(height, width, channels)


def picture_header(picture: Picture) -> Header:
    """What goes before the bytes of a picture."""
    return {**pixels_header(picture.pixels), "size": [picture.width, picture.height]}


def picture(message: Message, *, longest: int) -> Picture:
    """The picture in a message."""
    width, height = _many(message.header.get("size"), 2, _side)
    return Picture(pixels(message, longest=longest), width, height)


def frame_header(frame: Frame) -> Header:
    """What goes before the bytes of a frame."""
    size = [frame.width, frame.height]
    return {
        **pixels_header(frame.pixels),
        "size": size,
        "number": frame.number,
        "time": frame.time,
    }


def frame(message: Message, *, longest: int) -> Frame:
    """The frame in a message."""
    header = message.header
    width, height = _many(header.get("size"), 2, _side)
    number, time = _whole(header.get("number")), _real(header.get("time"))
    return Frame(number, time, width, height, pixels(message, longest=longest))


def probe_header(probe: Probe) -> Header:
    """What a video is, as JSON."""
    size = [probe.width, probe.height]
    return {"size": size, "duration_s": probe.duration_s, "codec": probe.codec}


def probe(header: Header) -> Probe:
    """What a video is."""
    width, height = _many(header.get("size"), 2, _side)
    duration_s = _or_none(header.get("duration_s"), _real)
    return Probe(width, height, duration_s, _text(header.get("codec")))


def metadata_header(said: Metadata) -> Header:
    """What a file says of itself, as JSON."""
    taken = said.taken
    return {
        "taken": taken and [taken.local.isoformat(), taken.offset_minutes, taken.source],
        "place": said.place,
        "camera": said.camera,
        "orientation": said.orientation,
        "duration_s": said.duration_s,
        "regions": regions_header(said.named.regions),
        "names": said.named.names,
    }


def metadata(header: Header) -> Metadata:
    """What a file says of itself."""
    place = _or_none(header.get("place"), lambda value: _many(value, 2, _real))
    return Metadata(
        taken=_or_none(header.get("taken"), _taken),
        place=(place[0], place[1]) if place else None,
        camera=_text(header.get("camera")),
        orientation=_whole(header.get("orientation")),
        duration_s=_or_none(header.get("duration_s"), _real),
        named=Named(regions(header), tuple(_list(header.get("names"), _text))),
    )


def regions_header(found: Iterable[Region]) -> list[object]:
    """Faces with their names, as JSON."""
    return [[one.name, one.box.left, one.box.top, one.box.right, one.box.bottom] for one in found]


def regions(header: Header) -> tuple[Region, ...]:
    """The faces with their names in a message."""
    return tuple(_list(header.get("regions"), _region))


def _region(value: object) -> Region:
    name, *edges = _many(value, 5, lambda part: part)
    left, top, right, bottom = (_real(edge) for edge in edges)
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise ProtocolError("a box outside its picture")
    return Region(_text(name), Box(left, top, right, bottom))


def _taken(value: object) -> Taken:
    local, offset, source = _many(value, 3, lambda part: part)
    try:
        moment = datetime.fromisoformat(_text(local))
        found = Taken(moment, _or_none(offset, _minutes), Source(_text(source)))
    except ValueError as error:
        raise ProtocolError("a date that is none") from error
    if moment.tzinfo is not None:
        raise ProtocolError("a local time with a zone")
    return found


def words(header: Header, key: str) -> str:
    """A text for people."""
    return _text(header.get(key))


def seconds(header: Header, key: str) -> float | None:
    """A length of time, if there is one."""
    return _or_none(header.get(key), _real)


def count(header: Header, key: str) -> int:
    """A number of things."""
    return _whole(header.get(key))


def _or_none(value: object, check: Callable[[Any], T]) -> T | None:
    return None if value is None else check(value)


def _many(value: object, length: int, check: Callable[[Any], T]) -> list[T]:
    if not isinstance(value, list) or len(value) != length:
        raise ProtocolError(f"no list of {length}")
    return [check(part) for part in value]


def _list(value: object, check: Callable[[Any], T]) -> list[T]:
    if not isinstance(value, list) or len(value) > MOST_PEOPLE:
        raise ProtocolError("no list, or a long one")
    return [check(part) for part in value]


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise ProtocolError("no whole number")
    return value


def _side(value: object) -> int:
    side = _whole(value)
    if not 1 <= side <= _LARGEST_SIDE:
        raise ProtocolError("no length of a side")
    return side


def _minutes(value: object) -> int:
    if type(value) is not int or abs(value) > 24 * 60:
        raise ProtocolError("no offset")
    return value


def _real(value: object) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):  # type: ignore[arg-type]
        raise ProtocolError("no number")
    return float(value)  # type: ignore[arg-type]


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ProtocolError("no text, or a long one")
    return value
