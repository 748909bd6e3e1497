"""A file that the parent opened, in the hands of the child, which cannot open any."""

import io
import os
from typing import Any, BinaryIO, Literal

_CHUNK = 64 * 1024  # bytes


class HandedFile:
    """An open descriptor that can be read like a `Path`: it satisfies `faces.types.Readable`."""

    def __init__(self, descriptor: int, name: str) -> None:
        self.name = name
        self._descriptor = descriptor

    def open(self, _mode: Literal["rb"], /) -> BinaryIO:
        """Open it at its beginning; closing leaves the descriptor open."""
        return io.BufferedReader(_Positioned(self._descriptor), _CHUNK)

    def stat(self) -> os.stat_result:
        """Tell its length, among others."""
        return os.fstat(self._descriptor)


class _Positioned(io.RawIOBase):
    """Reads with a position of its own: one descriptor serves several readers."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 buffers have no type before 3.12
        count = os.preadv(self._descriptor, [buffer], self._position)
        self._position += count
        return count

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        start = {
            os.SEEK_SET: 0,
            os.SEEK_CUR: self._position,
            os.SEEK_END: os.fstat(self._descriptor).st_size,
        }[whence]
        if start + offset < 0:
            raise ValueError(f"a position before the beginning: {start + offset}")
        self._position = start + offset
        return self._position
