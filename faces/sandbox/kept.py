"""The picture that was opened last, for those who want it again."""

from collections.abc import Callable
from pathlib import Path

from faces.image import Picture


class LastPicture:
    """Keeps one picture while somebody wants it kept, and knows when its file has changed."""

    def __init__(self) -> None:
        self._wanted = 0
        self._kept: tuple[tuple[object, ...], Picture] | None = None

    def want(self) -> None:
        """Keep pictures from now on; may be called again inside."""
        self._wanted += 1

    def release(self) -> None:
        """Undo one `want`; after the last one nothing is kept."""
        self._wanted -= 1
        if not self._wanted:
            self._kept = None

    def get(
        self, path: Path, options: tuple[object, ...], open_it: Callable[[], Picture]
    ) -> Picture:
        """Give the picture of a file, opened with these options, that is kept or opened now.

        Its pixels are read-only: somebody else may want them too.

        Raises:
            OSError: the file cannot be looked at.
        """
        seen = path.stat()
        key = (path, seen.st_ino, seen.st_size, seen.st_mtime_ns, *options)
        kept = self._kept  # read once: threads share a sandbox
        if kept is not None and kept[0] == key:
            return kept[1]
        picture = open_it()
        picture.pixels.flags.writeable = False
        if self._wanted:
            self._kept = key, picture
        return picture
