"""Hands out files: validators, ranges for videos, and the help of a proxy where there is one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

CHUNK = 256 * 1024
ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Served:
    """A file and how it is to be sent."""

    path: Path
    media_type: str
    max_age: int
    """Seconds for which the browser may keep it; 0: ask again each time."""
    name: str = ""
    """What it is called when saved."""
    as_attachment: bool = False
    is_original: bool = False
    """Bytes of a stranger's making: no browser may run anything in them."""


def serve(request: HttpRequest, served: Served) -> HttpResponseBase:
    """Answer 200, 206, 304 or 416.

    Raises:
        Http404: the file is not there.
    """
    try:
        status = served.path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise Http404 from None
    etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
    response = get_conditional_response(request, etag, int(status.st_mtime)) or _whole_or_part(
        request, served, status.st_size, etag
    )
    _describe(response, served)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(status.st_mtime)
    return response


def _describe(response: HttpResponseBase, served: Served) -> None:
    response["Cache-Control"] = (
        f"private, max-age={served.max_age}" if served.max_age else "private, no-cache"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    if served.is_original:
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    disposition = content_disposition_header(served.as_attachment, served.name)
    if disposition:
        response["Content-Disposition"] = disposition


def _whole_or_part(request: HttpRequest, served: Served, size: int, etag: str) -> HttpResponseBase:
    inside = _by_proxy(served)
    if inside:
        return HttpResponse(headers={"X-Accel-Redirect": inside, "Content-Type": served.media_type})
    wanted = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        wanted = ""
    match = ONE_RANGE.fullmatch(wanted)
    if request.method == "HEAD":
        return HttpResponse(
            headers={"Content-Length": str(size), "Content-Type": served.media_type}
        )
    if match is None or match.groups() == ("", ""):
        response = FileResponse(served.path.open("rb"), content_type=served.media_type)
        response["Content-Length"] = str(size)
        return response
    return _part(served, size, *match.groups())


def _part(served: Served, size: int, first: str, last: str) -> HttpResponseBase:
    if first:
        start, stop = int(first), min(int(last) + 1 if last else size, size)
    else:
        start, stop = max(0, size - int(last)), size
    if start >= stop:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    file = served.path.open("rb")
    part = StreamingHttpResponse(
        _Slice(file, start, stop - start), status=206, content_type=served.media_type
    )
    part["Content-Length"] = str(stop - start)
    part["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return part


class _Slice:
    """Some bytes of a file, in chunks; Django closes it with the response."""

    def __init__(self, file: BinaryIO, start: int, length: int) -> None:
        self.file, self.length = file, length
        file.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        left = self.length
        while left > 0 and (chunk := self.file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()


def _by_proxy(served: Served) -> str:
    """Where nginx finds it, if a proxy is told to send our files; "" for what we send ourselves."""
    prefix: str = settings.ACCEL_PREFIX
    if not prefix or not served.path.is_relative_to(settings.DATA_DIR):
        return ""
    return prefix.rstrip("/") + "/" + quote(str(served.path.relative_to(settings.DATA_DIR)))
