import socket

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gallery import access, archive
from gallery.access import MemberRequest
from gallery.queries.originals import originals_of

STANDS_STILL = 60.0  # seconds without a byte taken, after which the line is dropped


@require_safe
def person_download(request: MemberRequest, pk: int) -> HttpResponseBase:
    """All photos and videos of somebody, as they came, in one zip."""
    found = access.person_to_see(request.user, pk)
    members = originals_of(found)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type="application/zip")
    else:
        _drop_when_nobody_reads(request)
        response = StreamingHttpResponse(archive.stream(members), content_type="application/zip")
    name = f"{found.name or 'Somebody'}.zip"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""  # noqa: FBT003 Django's own order
    response["Content-Length"] = str(archive.size_of(members))
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Accel-Buffering"] = "no"  # a proxy passes it on instead of keeping it
    return response


def _drop_when_nobody_reads(request: MemberRequest) -> None:
    """A phone that left the house must not hold one of the web server's threads for ever."""
    line = request.META.get("gunicorn.socket")
    if isinstance(line, socket.socket):
        line.settimeout(STANDS_STILL)
