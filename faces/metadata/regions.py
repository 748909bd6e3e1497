"""Whom a file names, and where: the regions of digiKam, Lightroom, Picasa, Windows and others.

Read are regions of the Metadata Working Group (Guidelines for Handling Image Metadata 2.0, 5.9:
centre, width and height) and of Microsoft (people tagging: left, top, width and height); names
without a place from the IPTC's PersonInImage and from keywords such as "People/Anna".
"""

import math
import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from faces.metadata import rdf
from faces.metadata.turns import upright
from faces.metadata.values import Named, Region
from faces.types import Box

MOST = 500  # people; what a file names beyond is left out
MOST_TEXT = 10_000  # characters of all names
LONGEST_NAME = 100  # characters

MWG = "{http://www.metadataworkinggroup.com/schemas/regions/}"
AREA = "{http://ns.adobe.com/xmp/sType/Area#}"
SIZE = "{http://ns.adobe.com/xap/1.0/sType/Dimensions#}"
MICROSOFT_LIST = "{http://ns.microsoft.com/photo/1.2/t/RegionInfo#}Regions"
MICROSOFT = "{http://ns.microsoft.com/photo/1.2/t/Region#}"
PERSON_IN_IMAGE = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}PersonInImage"
# Keywords with a path; each program's separator.
_KEYWORDS = {
    "{http://www.digikam.org/ns/1.0/}TagsList": "/",
    "{http://ns.adobe.com/lightroom/1.0/}hierarchicalSubject": "|",
    "{http://ns.microsoft.com/photo/1.0/}LastKeywordXMP": "/",
    "{http://ns.microsoft.com/photo/1.0}LastKeywordXMP": "/",
}
# What digiKam calls the tag above all people, in the language it was started in first.
_PEOPLE = frozenset({"people", "personen", "personnes", "personas", "persone", "pessoas", "osoby"})

# What XML cannot hold, and what no name has.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


def read(root: Element, orientation: int) -> Named:
    """Give whom an XMP names.

    Where both kinds of region are there, those of the Metadata Working Group count: programs that
    turn a picture forget the others.

    Args:
        root: of the XMP.
        orientation: of the picture, in EXIF's numbers.
    """
    ours = [(name, box) for _, name, box in faces(root) if name and box]
    known = {name for name, _ in ours}
    others = [(name, box) for _, name, box in microsoft(root) if name]
    placed = ours + [(name, box) for name, box in others if box and name not in known]
    regions = [Region(name, upright(box, orientation)) for name, box in placed]
    names = [name for name, box in others if not box]
    return limited(regions, [*names, *_in_image(root), *_keywords(root)])


def limited(regions: Iterable[Region], names: Iterable[str]) -> Named:
    """Leave out what is said twice, and what goes beyond the limits."""
    left, text = MOST, MOST_TEXT
    kept: list[Region] = []
    for region in dict.fromkeys(regions):
        left, text = left - 1, text - len(region.name)
        if left < 0 or text < 0:
            break
        kept.append(region)
    placed = {region.name for region in kept}
    unplaced: list[str] = []
    for name in dict.fromkeys(names):
        if name and name not in placed:
            left, text = left - 1, text - len(name)
            if left < 0 or text < 0:
                break
            unplaced.append(name)
    return Named(tuple(kept), tuple(unplaced))


def together(first: Named, second: Named) -> Named:
    """What two sources name: the first one's regions count if it has any, names of both."""
    return limited(first.regions or second.regions, [*first.names, *second.names])


def unplaced(named: Named) -> Named:
    """The same people, nowhere in particular: regions of a video apply to no moment of it."""
    return limited((), [*(region.name for region in named.regions), *named.names])


def clean(text: str) -> str:
    """Give a name without what is no text, in one line, at most 100 characters."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())[:LONGEST_NAME].strip()


def faces(root: Element) -> Iterator[tuple[Element, str, Box | None]]:
    """The faces among an XMP's regions of the Metadata Working Group, as stored.

    Yields:
        its element, its name, and its box; None where it is none.
    """
    for regions in root.iter(MWG + "Regions"):
        size = rdf.structure(regions, MWG + "AppliedToDimensions")
        listed = rdf.structure(regions, MWG + "RegionList")
        for item in () if listed is None else rdf.items(listed):
            if rdf.field(item, MWG + "Type").strip().lower() in ("face", ""):
                yield item, clean(rdf.field(item, MWG + "Name")), _area(item, size)


def microsoft(root: Element) -> Iterator[tuple[Element, str, Box | None]]:
    """The same for Microsoft's regions."""
    for listed in root.iter(MICROSOFT_LIST):
        for item in rdf.items(listed):
            parts = [_number(part) for part in rdf.field(item, MICROSOFT + "Rectangle").split(",")]
            name = clean(rdf.field(item, MICROSOFT + "PersonDisplayName"))
            yield item, name, _box(*parts) if len(parts) == 4 else None


def _area(item: Element, size: Element | None) -> Box | None:
    area = rdf.structure(item, MWG + "Area")
    if area is None:
        return None
    x, y, w, h = (_number(rdf.field(area, AREA + name)) for name in "xywh")
    if rdf.field(area, AREA + "unit").strip().lower() == "pixel":
        if size is None:
            return None
        width, height = (_number(rdf.field(size, SIZE + name)) for name in "wh")
        if not (width > 0 and height > 0):
            return None
        x, y, w, h = x / width, y / height, w / width, h / height
    return _box(x - w / 2, y - h / 2, w, h)


def _box(left: float, top: float, width: float, height: float) -> Box | None:
    """The part of it that is in the picture; None if its middle is not, or it is nonsense."""
    x, y = left + width / 2, top + height / 2
    if not (0 <= x <= 1 and 0 <= y <= 1 and 0 < width <= 1 and 0 < height <= 1):
        return None
    box = Box(max(0.0, left), max(0.0, top), min(1.0, left + width), min(1.0, top + height))
    return box if box.area > 0 else None


def _number(text: str) -> float:
    try:
        return float(text) if len(text) < 50 else math.nan
    except ValueError:
        return math.nan


def _in_image(root: Element) -> Iterator[str]:
    for property_ in root.iter(PERSON_IN_IMAGE):
        for item in rdf.items(property_):
            yield clean(item.text or "")


def _keywords(root: Element) -> Iterator[str]:
    for tag, separator in _KEYWORDS.items():
        for property_ in root.iter(tag):
            for item in rdf.items(property_):
                first, *rest = (item.text or "").split(separator)
                if rest and first.strip().lower() in _PEOPLE:
                    yield clean(rest[-1])
