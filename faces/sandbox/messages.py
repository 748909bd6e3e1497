"""Messages between parent and child: a JSON header, then bytes; never objects."""

import json
import socket
import struct
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Header = Mapping[str, Any]  # JSON: whoever reads a value checks it
Bytes = npt.NDArray[np.uint8]

LARGEST_HEADER = 256 * 1024  # bytes
_LENGTHS = struct.Struct(">IQ")  # of the header, of the bytes
_NOTHING = np.empty(0, dtype=np.uint8)


class ProtocolError(Exception):
    """The other side sent what no honest one sends."""


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """One message."""

    header: Header
    payload: Bytes = field(default_factory=lambda: _NOTHING)
    """(N,) uint8; N may be 0."""
    files: tuple[int, ...] = ()
    """Open descriptors that came along; the receiver closes them."""


def send(
    channel: socket.socket, header: Header, payload: Bytes = _NOTHING, files: Sequence[int] = ()
) -> None:
    """Send a message, with copies of open descriptors if there are any."""
    text = json.dumps(header).encode()
    lengths = _LENGTHS.pack(len(text), payload.nbytes)
    if files:
        socket.send_fds(channel, [lengths], list(files))
        channel.sendall(text)
    else:
        channel.sendall(lengths + text)
    if payload.nbytes:
        channel.sendall(payload.data)


def receive(
    channel: socket.socket, *, largest: int, files: int = 0, until: float | None = None
) -> Message | None:
    """Wait for a message; None if the other side has closed.

    Args:
        largest: most bytes that may come after the header.
        files: most descriptors that may come along.
        until: when to stop waiting, on the monotonic clock; None waits for ever.

    Raises:
        ProtocolError: it is too large, no JSON object, or ends in the middle.
        TimeoutError: it is not here, whole, in time.
        OSError: the socket broke.
    """
    _wait_until(channel, until)
    start, descriptors, _, _ = socket.recv_fds(channel, _LENGTHS.size, files)
    if not start:
        return None
    rest = _exactly(channel, _LENGTHS.size - len(start), until)
    header_length, length = _LENGTHS.unpack(start + rest.tobytes())
    if header_length > LARGEST_HEADER or length > largest:
        raise ProtocolError(f"a message of {header_length} and {length} bytes")
    header = _parsed(_exactly(channel, header_length, until).tobytes())
    return Message(header, _exactly(channel, length, until), tuple(descriptors))


def _parsed(text: bytes) -> Header:
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("a header that is no JSON") from error
    if not isinstance(header, dict):
        raise ProtocolError("a header that is no object")
    return header


def _exactly(channel: socket.socket, length: int, until: float | None) -> Bytes:
    buffer = np.empty(length, dtype=np.uint8)
    view, got = buffer.data, 0
    while got < length:
        _wait_until(channel, until)
        count = channel.recv_into(view[got:])
        if not count:
            raise ProtocolError("a message that ends in the middle")
        got += count
    return buffer


def _wait_until(channel: socket.socket, until: float | None) -> None:
    """Let the next reading end at that time: a sender of single bytes does not move it."""
    if until is None:
        return
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    channel.settimeout(left)
