"""The child: `python -m faces.sandbox.child CHANNEL PARENT MEMORY`; `process` starts it.

It reads requests from a socket, each with one open file, and answers them one after another.
"""

import contextlib
import errno
import faulthandler
import importlib
import io
import os
import pkgutil
import select
import signal
import socket
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple

import av
import numpy as np
import rawpy
from PIL import Image

from faces import metadata, video
from faces.errors import BadImageError
from faces.image import Kind, open_upright
from faces.sandbox import values, zones
from faces.sandbox.confine import confine, die_with
from faces.sandbox.handed import HandedFile
from faces.sandbox.limits import Limits
from faces.sandbox.messages import Bytes, Header, Message, receive, send
from faces.types import Pixels

# An open file can be read: what is not permitted was refused by the filter, and is our mistake.
_NOT_THE_DISK = (None, errno.EPERM, errno.EACCES)

LARGEST_REQUEST = 8 * 1024 * 1024  # bytes: the sidecar


class Request(NamedTuple):
    """One request: what to do, and with which file."""

    header: Header
    payload: Bytes
    file: HandedFile
    channel: socket.socket


def main() -> None:
    """Serve until the parent closes the channel."""
    channel_number, parent, memory = (int(argument) for argument in sys.argv[1:])
    die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C concerns the parent
    faulthandler.enable()
    channel = socket.socket(fileno=channel_number)
    _load_what_is_loaded_late()
    send(channel, {"filtered": confine(Limits(memory=memory))})
    while (message := receive(channel, largest=LARGEST_REQUEST, files=1)) is not None:
        _serve(message, channel)


def _load_what_is_loaded_late() -> None:
    """Import what libraries import at first use: later, nothing can be opened."""
    Image.init()
    for module in pkgutil.walk_packages(av.__path__, "av."):
        if module.name != "av.__main__":
            importlib.import_module(module.name)
    with contextlib.suppress(rawpy.LibRawError):
        rawpy.imread(io.BytesIO(b"no raw file"))
    for name in ("ascii", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"):
        "".encode(name)
    np.ones((2, 2)) @ np.ones((2, 2))


def _serve(message: Message, channel: socket.socket) -> None:
    (descriptor,) = message.files
    file = HandedFile(descriptor, str(message.header.get("name", "")))
    request = Request(message.header, message.payload, file, channel)
    try:
        _CALLS[message.header["call"]](request)
    except BadImageError as error:
        send(channel, {"bad": str(error)[: values.LONGEST_TEXT]})
    except MemoryError:
        send(channel, {"hungry": True})
    except OSError as error:
        if error.errno in _NOT_THE_DISK:
            raise
        send(channel, {"disk": error.errno})
    finally:
        os.close(descriptor)


def _open_upright(request: Request) -> None:
    header = request.header
    picture = open_upright(
        request.file, longest=header["longest"], pixel_limit=header["pixel_limit"]
    )
    _answer(request, values.picture_header(picture), picture.pixels)


def _read_poster(request: Request) -> None:
    poster = video.read_poster(request.file, longest=request.header["longest"])
    _answer(request, values.picture_header(poster), poster.pixels)


def _probe(request: Request) -> None:
    _answer(request, values.probe_header(video.probe(request.file)))


def _read_metadata(request: Request) -> None:
    header = request.header
    said = metadata.read(
        request.file,
        Kind(header["kind"]),
        now=datetime.fromisoformat(header["now"]),
        zone=zones.unpacked(header["zone"]),
        sidecar=request.payload.tobytes() or None,
    )
    _answer(request, values.metadata_header(said))


def _write_sidecar(request: Request) -> None:
    header = request.header
    sidecar = metadata.write_sidecar(
        request.file,
        values.regions(header),
        size=metadata.Size(*header["size"]),
        existing=request.payload.tobytes() or None,
    )
    send(request.channel, {}, np.frombuffer(sidecar, dtype=np.uint8))


def _film(request: Request) -> None:
    """Give the frames that the parent asks for, one by one, until it has enough."""
    with video.open_film(request.file, longest=request.header["longest"]) as film:
        _answer(request, {"duration_s": film.duration_s, "frames_expected": film.frames_expected})
        while (asked := receive(request.channel, largest=0)) is not None:
            if asked.header["call"] != "frame":
                break
            frame = film.frame_from(asked.header["number"])
            if frame is None:
                _answer(request, {"end": True})
            else:
                _answer(request, values.frame_header(frame), frame.pixels)
                film.look_ahead(asked.header["then"], partial(_has_come, request.channel))
    _answer(request, {})


def _has_come(channel: socket.socket) -> bool:
    """Whether the parent has sent something that nobody has read yet."""
    poll = select.poll()
    poll.register(channel, select.POLLIN)
    return bool(poll.poll(0))


def _answer(request: Request, header: Header, pixels: Pixels | None = None) -> None:
    if pixels is None:
        send(request.channel, header)
    else:
        send(request.channel, header, np.ascontiguousarray(pixels).reshape(-1))


_CALLS: dict[str, Callable[[Request], None]] = {
    "open_upright": _open_upright,
    "read_poster": _read_poster,
    "probe": _probe,
    "read_metadata": _read_metadata,
    "write_sidecar": _write_sidecar,
    "film": _film,
}


if __name__ == "__main__":
    main()
