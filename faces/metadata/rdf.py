"""XMP as a tree: its structures and lists, in whichever of RDF's spellings they are written."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

LARGEST = 4 * 1024 * 1024  # bytes; a sidecar has a few thousand
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LISTS = (RDF + "Bag", RDF + "Seq", RDF + "Alt")


def parsed(content: bytes) -> Element | None:
    """Read XMP; None if it is none, or too large.

    Entities are refused, so neither expansion nor a reference to a file is possible.
    """
    if len(content) > LARGEST:
        return None
    try:
        root: Element = fromstring(trimmed(content))
    except (ParseError, DefusedXmlException, ValueError):
        return None
    return root


def trimmed(content: bytes) -> bytes:
    """Leave out what surrounds a packet in a file; of UTF-16 the zeros are text."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content if is_wide else content.strip(b"\0 \r\n\t")


def values(root: Element, name: str) -> list[str]:
    """All values of a property anywhere: attributes of rdf:Description and elements below it."""
    attributes = [element.attrib[name] for element in root.iter() if name in element.attrib]
    return attributes + [element.text or "" for element in root.iter(name)]


def field(node: Element, name: str) -> str:
    """A simple field of a structure; empty where it is missing."""
    for part in _parts(node):
        if name in part.attrib:
            return part.attrib[name]
        found = part.find(name)
        if found is not None:
            return found.text or ""
    return ""


def structure(node: Element, name: str) -> Element | None:
    """A field of a structure that is one itself."""
    found = (part.find(name) for part in _parts(node))
    return next((one for one in found if one is not None), None)


def bag(node: Element) -> Element | None:
    """The list that a property holds."""
    return next((child for child in node if child.tag in _LISTS), None)


def items(node: Element) -> Iterator[Element]:
    """What stands in the list that a property holds."""
    held = bag(node)
    return iter(()) if held is None else held.iterfind(RDF + "li")


def _parts(node: Element) -> Iterator[Element]:
    """A structure's fields are its own, or those of the description inside."""
    yield node
    yield from node.iterfind(RDF + "Description")
