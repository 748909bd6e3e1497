"""XMP sidecars for other programs: whose faces a photo shows, and where.

Written are regions of the Metadata Working Group, which digiKam, Lightroom, Picasa, Immich and
exiftool read, and the IPTC's PersonInImage, which those know that have no regions. Keywords
(dc:subject) are left alone: who finds names among them cannot tell whose word they were.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent

from faces.metadata import markup, rdf, regions
from faces.metadata.regions import AREA, MWG, PERSON_IN_IMAGE, SIZE
from faces.metadata.turns import SIDEWAYS, stored
from faces.metadata.values import Region
from faces.types import Box

_META = "{adobe:ns:meta/}"
_OUR_PREFIXES = {
    "adobe:ns:meta/": "x",
    rdf.RDF[1:-1]: "rdf",
    MWG[1:-1]: "mwg-rs",
    AREA[1:-1]: "stArea",
    SIZE[1:-1]: "stDim",
    PERSON_IN_IMAGE[1:].partition("}")[0]: "Iptc4xmpExt",
}
# Adobe, XMP Specification Part 1, 7.3.2: the id is the same in every packet.
_PACKET = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n{}\n<?xpacket end="w"?>\n'
_RESOURCE = {rdf.RDF + "parseType": "Resource"}


class Size(NamedTuple):
    """Of a picture, in pixels."""

    width: int
    height: int


def write(
    existing: bytes | None, found: Iterable[Region], *, size: Size, orientation: int
) -> bytes:
    """Say in a sidecar whose faces a photo shows; all else that stands in it stays.

    A face that is named there already, at the same place, gets our name; others stay.

    Args:
        existing: the sidecar that there is; what is no XMP counts as none.
        found: whom the photo shows, and where.
        size: of the upright picture.
        orientation: how the stored picture is turned to be upright, in EXIF's numbers.
    """
    ours = [Region(regions.clean(one.name), stored(one.box, orientation)) for one in found]
    ours = list(regions.limited([one for one in ours if one.name], ()).regions)
    width, height = reversed(size) if orientation in SIDEWAYS else size
    root, prefixes, tree = _tree(existing)
    _forget(tree, ours)
    _add_regions(tree, ours, Size(width, height))
    _add_names(tree, [one.name for one in ours])
    return _PACKET.format(markup.written(root, {**_OUR_PREFIXES, **prefixes})).encode()


def _tree(existing: bytes | None) -> tuple[Element, markup.Prefixes, Element]:
    """The XMP to be added to: its root, its prefixes, and its rdf:RDF."""
    found = markup.parsed(existing) if existing else None
    if found is not None:
        root, prefixes = found
        tree = next(root.iter(rdf.RDF + "RDF"), None)
        if tree is not None:
            return root, prefixes, tree
    root = Element(_META + "xmpmeta", {_META + "xmptk": "Kindred"})
    return root, {}, SubElement(root, rdf.RDF + "RDF")


def _forget(tree: Element, ours: Sequence[Region]) -> None:
    """Take out what else is said of our faces."""
    names = {one.name for one in ours}
    stale = {item for item, _, box in regions.faces(tree) if _is_at_one_of(ours, box)}
    stale |= {
        item
        for item, name, box in regions.microsoft(tree)
        if name not in names and _is_at_one_of(ours, box)
    }
    for listed in (*tree.iter(MWG + "RegionList"), *tree.iter(regions.MICROSOFT_LIST)):
        held = rdf.bag(listed)
        if held is not None:
            held[:] = [item for item in held if item not in stale]


def _is_at_one_of(ours: Sequence[Region], box: Box | None) -> bool:
    return box is not None and any(_same_place(box, one.box) for one in ours)


def _same_place(a: Box, b: Box) -> bool:
    """Whether the middle of each lies in the other: programs cut faces very differently."""
    return _holds(a, b) and _holds(b, a)


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2
    return outer.left < x < outer.right and outer.top < y < outer.bottom


def _add_regions(tree: Element, ours: Sequence[Region], size: Size) -> None:
    if not ours:
        return
    held = _list_in(tree, MWG + "RegionList")
    if held is None:
        _take_out(tree, MWG + "Regions")
        about = SubElement(_description(tree), MWG + "Regions", _RESOURCE)
        applied = SubElement(about, MWG + "AppliedToDimensions", _RESOURCE)
        for name, value in (("w", size.width), ("h", size.height), ("unit", "pixel")):
            SubElement(applied, SIZE + name).text = str(value)
        held = SubElement(SubElement(about, MWG + "RegionList"), rdf.RDF + "Bag")
    for one in ours:
        held.append(_region(one))
    indent(held, level=5)


def _region(one: Region) -> Element:
    item = Element(rdf.RDF + "li", _RESOURCE)
    SubElement(item, MWG + "Name").text = one.name
    SubElement(item, MWG + "Type").text = "Face"
    area, box = SubElement(item, MWG + "Area", _RESOURCE), one.box
    for name, value in (
        ("x", (box.left + box.right) / 2),
        ("y", (box.top + box.bottom) / 2),
        ("w", box.right - box.left),
        ("h", box.bottom - box.top),
    ):
        SubElement(area, AREA + name).text = f"{value:.9f}"
    SubElement(area, AREA + "unit").text = "normalized"
    return item


def _add_names(tree: Element, names: Sequence[str]) -> None:
    held = _list_in(tree, PERSON_IN_IMAGE)
    known = set() if held is None else {regions.clean(item.text or "") for item in held}
    new = [name for name in dict.fromkeys(names) if name not in known]
    if not new:
        return
    if held is None:
        _take_out(tree, PERSON_IN_IMAGE)
        held = SubElement(SubElement(_description(tree), PERSON_IN_IMAGE), rdf.RDF + "Bag")
    for name in new:
        SubElement(held, rdf.RDF + "li").text = name
    indent(held, level=4)


def _list_in(tree: Element, name: str) -> Element | None:
    return next((held for one in tree.iter(name) if (held := rdf.bag(one)) is not None), None)


def _take_out(tree: Element, name: str) -> None:
    """Take out a property that is no list, as it should be: no property may be there twice."""
    for description in tree.iterfind(rdf.RDF + "Description"):
        for broken in description.findall(name):
            description.remove(broken)


def _description(tree: Element) -> Element:
    """Another description of the same picture: all have to be about the same."""
    about = rdf.RDF + "about"
    first = tree.find(rdf.RDF + "Description")
    return SubElement(
        tree, rdf.RDF + "Description", {about: "" if first is None else first.get(about, "")}
    )
