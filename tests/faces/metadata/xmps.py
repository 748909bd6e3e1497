"""XMP as other programs write it."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NAMESPACES = {
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "stArea": "http://ns.adobe.com/xmp/sType/Area#",
    "stDim": "http://ns.adobe.com/xap/1.0/sType/Dimensions#",
    "MP": "http://ns.microsoft.com/photo/1.2/",
    "MPRI": "http://ns.microsoft.com/photo/1.2/t/RegionInfo#",
    "MPReg": "http://ns.microsoft.com/photo/1.2/t/Region#",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "acme": "urn:acme:of-which-nobody-knows",
}


def xmp(*properties):
    """A sidecar with these properties."""
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}">'
        f'<rdf:Description rdf:about="" {names}>{"".join(properties)}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


def listed(name, items, kind="Bag"):
    """A property that is a list; of texts, or of whole elements."""
    inside = "".join(one if one.startswith("<") else f"<rdf:li>{one}</rdf:li>" for one in items)
    return f"<{name}><rdf:{kind}>{inside}</rdf:{kind}></{name}>"


def mwg(*items, size='<mwg-rs:AppliedToDimensions stDim:w="840" stDim:h="700"/>'):
    """Regions of the Metadata Working Group."""
    return (
        f'<mwg-rs:Regions rdf:parseType="Resource">{size}'
        f"{listed('mwg-rs:RegionList', items)}</mwg-rs:Regions>"
    )


def face(name, place, kind="Face", unit="normalized"):
    """One of them, as digiKam writes it; its place is (x, y, w, h)."""
    x, y, w, h = place
    return (
        f'<rdf:li><rdf:Description mwg-rs:Name="{name}" mwg-rs:Type="{kind}"><mwg-rs:Area '
        f'stArea:x="{x}" stArea:y="{y}" stArea:w="{w}" stArea:h="{h}" stArea:unit="{unit}"/>'
        "</rdf:Description></rdf:li>"
    )


def face_in_elements(name, place):
    """The same, as exiftool writes it."""
    x, y, w, h = place
    area = "".join(
        f"<stArea:{key}>{value}</stArea:{key}>"
        for key, value in {"h": h, "unit": "normalized", "w": w, "x": x, "y": y}.items()
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><mwg-rs:Area rdf:parseType="Resource">{area}'
        f"</mwg-rs:Area><mwg-rs:Name>{name}</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type></rdf:li>"
    )


def microsoft(*items):
    """Microsoft's regions."""
    return (
        f'<MP:RegionInfo rdf:parseType="Resource">{listed("MPRI:Regions", items)}</MP:RegionInfo>'
    )


def rectangle(name, text):
    """One of them; without a text there is no place."""
    place = f' MPReg:Rectangle="{text}"' if text else ""
    return f'<rdf:li MPReg:PersonDisplayName="{name}"{place}/>'
