"""Uploads go straight into `incoming/`, hashed on the way, without a stop in memory or /tmp."""

from enum import Enum
from typing import IO, Any, NoReturn

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from gallery.storage import Incoming, Received, StorageFullError


class Problem(Enum):
    """Why a body was not read to its end."""

    TOO_LARGE = "too large"
    FULL = "full"


class IncomingFile(UploadedFile):  # type: ignore[type-arg]  # not generic at run time
    """An uploaded file that is already on the platter; gone after the request, unless kept."""

    received: Received

    def __init__(self, received: Received, name: str) -> None:
        super().__init__(file=None, name=name, size=received.size)
        self.received = received

    def close(self) -> None:
        """Django calls it at the end of the request: whatever no action moved away is removed."""
        self.received.path.unlink(missing_ok=True)


class IncomingUploadHandler(FileUploadHandler):
    """Stream each file of a form into `incoming/`.

    What a stranger sends is not even begun. A body announced larger than the limit is refused
    before it is read; `request.upload_problem` says why.
    """

    incoming: Incoming | None = None
    too_large = False

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.too_large = content_length > settings.MAX_UPLOAD_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 passed on as they come
        super().new_file(*args, **kwargs)
        if self.request is None or not self.request.user.is_authenticated:
            raise StopUpload(connection_reset=True)
        if self.too_large:
            self._stop(Problem.TOO_LARGE)
        try:
            self.incoming = Incoming()
        except StorageFullError:
            self._stop(Problem.FULL)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.incoming is None:
            raise StopUpload(connection_reset=True)
        try:
            self.incoming.write(raw_data)
        except StorageFullError:
            self._stop(Problem.FULL)

    def file_complete(self, file_size: int) -> IncomingFile | None:
        if self.incoming is None:
            return None
        try:
            received = self.incoming.finish()
        except StorageFullError:
            self._stop(Problem.FULL)
        self.incoming = None
        return IncomingFile(received, self.file_name or "")

    def upload_interrupted(self) -> None:
        if self.incoming is not None:
            self.incoming.discard()
            self.incoming = None

    def _stop(self, problem: Problem) -> NoReturn:
        if self.incoming is not None:
            self.incoming.discard()
            self.incoming = None
        if self.request is not None:
            self.request.upload_problem = problem  # type: ignore[attr-defined]  # read by the view
        raise StopUpload(connection_reset=True)
