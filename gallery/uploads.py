"""Uploads go straight into `incoming/`, hashed on the way, without a stop in memory or /tmp."""

from typing import IO, Any, NoReturn

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from gallery.storage import Incoming, Received, StorageFullError


class IncomingFile(UploadedFile):  # type: ignore[type-arg]  # not generic at run time
    """An uploaded file that is already on the platter."""

    received: Received

    def __init__(self, received: Received, name: str) -> None:
        super().__init__(file=None, name=name, size=received.size)
        self.received = received


class IncomingUploadHandler(FileUploadHandler):
    """Stream each file of a form into `incoming/`.

    What a stranger sends is not even begun. A body announced larger than the limit is refused
    before it is read; `request.upload_problem` says why ("too large", "full").
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
            self._stop("too large")
        try:
            self.incoming = Incoming()
        except StorageFullError:
            self._stop("full")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.incoming is None:
            raise StopUpload(connection_reset=True)
        try:
            self.incoming.write(raw_data)
        except StorageFullError:
            self._stop("full")

    def file_complete(self, file_size: int) -> IncomingFile | None:
        if self.incoming is None:
            return None
        try:
            received = self.incoming.finish()
        except StorageFullError:
            self._stop("full")
        self.incoming = None
        return IncomingFile(received, self.file_name or "")

    def upload_interrupted(self) -> None:
        if self.incoming is not None:
            self.incoming.discard()
            self.incoming = None

    def _stop(self, problem: str) -> NoReturn:
        if self.incoming is not None:
            self.incoming.discard()
            self.incoming = None
        if self.request is not None:
            self.request.upload_problem = problem  # type: ignore[attr-defined]  # read by the view
        raise StopUpload(connection_reset=True)
