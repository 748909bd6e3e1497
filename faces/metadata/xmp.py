"""Dates in XMP sidecars: `photo.jpg.xmp` and `photo.xmp`."""

from xml.etree.ElementTree import Element

from faces.metadata import rdf
from faces.metadata.dates import Clock, parse_date
from faces.metadata.values import Source, Taken

# Best first; each is an attribute of rdf:Description or an element below it.
_DATES = (
    "{http://ns.adobe.com/exif/1.0/}DateTimeOriginal",
    "{http://ns.adobe.com/photoshop/1.0/}DateCreated",
    "{http://ns.adobe.com/xap/1.0/}CreateDate",
)


def taken(sidecar: Element, clock: Clock) -> Taken | None:
    """Read when a photo was taken from its sidecar; None if it does not say."""
    for name in _DATES:
        for text in rdf.values(sidecar, name):
            moment = parse_date(text)
            found = clock.taken_at(moment, Source.SIDECAR) if moment else None
            if found is not None:
                return found
    return None
