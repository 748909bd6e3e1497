"""Dates in XMP sidecars: `photo.jpg.xmp` and `photo.xmp`."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from faces.metadata.dates import Clock, parse_date
from faces.metadata.values import Source, Taken

LARGEST = 4 * 1024 * 1024  # bytes; a sidecar has a few thousand

# Best first; each is an attribute of rdf:Description or an element below it.
_DATES = (
    "{http://ns.adobe.com/exif/1.0/}DateTimeOriginal",
    "{http://ns.adobe.com/photoshop/1.0/}DateCreated",
    "{http://ns.adobe.com/xap/1.0/}CreateDate",
)


def taken(sidecar: bytes, clock: Clock) -> Taken | None:
    """Read when a photo was taken from its sidecar; None if it does not say or is no XMP.

    Entities are refused, so neither expansion nor a reference to a file is possible.
    """
    if len(sidecar) > LARGEST:
        return None
    try:
        root: Element = fromstring(sidecar)
    except (ParseError, DefusedXmlException, ValueError):
        return None
    for name in _DATES:
        for text in _values(root, name):
            moment = parse_date(text)
            found = clock.taken_at(moment, Source.SIDECAR) if moment else None
            if found is not None:
                return found
    return None


def _values(root: Element, name: str) -> list[str]:
    attributes = [element.attrib[name] for element in root.iter() if name in element.attrib]
    return attributes + [element.text or "" for element in root.iter(name)]
