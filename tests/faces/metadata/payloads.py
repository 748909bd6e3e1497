"""Texts that a page must not take for markup, and a photo that says them wherever it can."""

import io

from PIL import Image

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "</title></textarea></script><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7|add:7 }}{% include 'base.html' %}<!--",
    "&lt;b&gt;&#60;b&#62;",
]


def photo_saying(payload):
    """A JPEG with a payload in every text that EXIF, IPTC and XMP have for it."""
    exif = Image.Exif()
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298):  # description, make, model, ...
        exif[tag] = payload
    exif[0x9C9B] = payload.encode("utf-16-le")  # XPTitle
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + payload.encode()  # UserComment
    said = payload.encode()
    iptc = b"\x1c\x02\x78" + len(said).to_bytes(2, "big") + said  # caption
    resource = b"8BIM\x04\x04\0\0" + len(iptc).to_bytes(4, "big") + iptc + bytes(len(iptc) % 2)
    app13 = b"Photoshop 3.0\0" + resource
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><![CDATA[{payload}]]></x:xmpmeta>".encode()
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(file, "JPEG", exif=exif.tobytes(), xmp=xmp)
    content = file.getvalue()
    return content[:2] + b"\xff\xed" + (len(app13) + 2).to_bytes(2, "big") + app13 + content[2:]
