"""Films that name other files and addresses, and a server that notices who calls."""

import socket
import threading
from base64 import b64encode
from contextlib import contextmanager


@contextmanager
def listening():
    """A server on the loopback: its port, and who called."""
    hits = []
    server = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            hits.append(connection)
            connection.close()

    thread = threading.Thread(target=accept)
    thread.start()
    yield server.getsockname()[1], hits
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


def playlists(port, canary):
    http, file = f"http://127.0.0.1:{port}/x.ts", f"file://{canary}"
    return [
        f"#EXTM3U\n#EXTINF:1,\n{http}\n#EXTINF:1,\n{file}\n",
        f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nconcat:{http}|{file}\n#EXT-X-ENDLIST\n",
        f"ffconcat version 1.0\nfile '{canary}'\nfile '{http}'\n",
        f"concat:{canary}|{http}",
        f"subfile,,start,0,end,9,,:{canary}",
        f"v=0\nc=IN IP4 127.0.0.1\nm=video {port} RTP/AVP 96\n",
        f"<MPD><Period><BaseURL>{http}</BaseURL></Period></MPD>",
        f"data:video/mp4;base64,{b64encode(file.encode()).decode()}",
        f"#EXTM3U\n#EXTINF:1,\ndata:text/plain,{file}\n#EXTINF:1,\ncrypto+{http}\n",
    ]


def refers_to(content, other):
    """Make another file a film's data; the boxes around the reference grow by as much."""
    at = content.index(b"dref") - 4
    end = at + int.from_bytes(content[at : at + 4], "big")
    entry = alias(other)
    reference = (8 + 8 + len(entry)).to_bytes(4, "big") + b"dref" + bytes(4) + b"\0\0\0\1" + entry
    grown, out = len(reference) - (end - at), bytearray(content)
    for name in (b"moov", b"trak", b"mdia", b"minf", b"dinf"):
        start = content.rindex(name, 0, at) - 4
        size = int.from_bytes(content[start : start + 4], "big")
        out[start : start + 4] = (size + grown).to_bytes(4, "big")
    out[at:end] = reference
    return bytes(out)


def alias(other):
    """An alias record as FFmpeg reads it: 150 bytes of fixed fields, then the path."""
    text = other.encode()
    text += b"\0" * (len(text) % 2)
    fields = bytes(10) + bytes([4]) + b"disk".ljust(27, b"\0") + bytes(12)
    fields += bytes([4]) + b"film".ljust(63, b"\0") + bytes(16)
    fields += (1).to_bytes(2, "big") * 2 + bytes(16)
    path = (2).to_bytes(2, "big") + len(text).to_bytes(2, "big") + text
    body = bytes(4) + fields + path + (0xFFFF).to_bytes(2, "big") + bytes(2)
    return (8 + len(body)).to_bytes(4, "big") + b"alis" + body
