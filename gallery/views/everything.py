"""Take everything with you: all people data out of a library, and into it."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.models import Library
from gallery.notices import tell
from gallery.portable.archive import as_zip
from gallery.portable.bring_in import NoRecognitionError, bring_in
from gallery.portable.reading import BadPeopleFileError, PeopleFile, read
from gallery.portable.words import told
from gallery.queries import library as queries
from gallery.uploads import IncomingFile, Problem

CUT_OFF = "Only a part of it arrived. Please send it again."
NOTHING = "Choose the file first: people.json, or the zip in which it is."
OFF = "Recognition is off in this library, so it knows no people. Switch it on first."
TOO_LARGE = "This is larger than the gallery takes."
FULL = "The server's disk is full. Nothing was changed."


@require_safe
def everything(request: MemberRequest) -> HttpResponse:
    return _page(request, access.library_to_own(request))


@require_safe
def everything_zip(request: MemberRequest) -> StreamingHttpResponse:
    """The zip, made while it is sent."""
    library = access.library_to_own(request)
    response = StreamingHttpResponse(as_zip(library), content_type="application/zip")
    disposition = content_disposition_header(as_attachment=True, filename=f"{library.name}.zip")
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Accel-Buffering"] = "no"  # a proxy that waited for its end would give up
    return response


@require_POST
def bring_in_people(request: MemberRequest) -> HttpResponse:
    library = access.library_to_own(request)
    try:
        brought = bring_in(_received(request), library, by=request.user)
    except BadPeopleFileError as error:
        return _page(request, library, problem=str(error), status=422)
    except NoRecognitionError:
        return _page(request, library, problem=OFF, status=422)
    tell(request, told(brought), undo=brought.decision)
    return redirect("everything")


def _received(request: HttpRequest) -> PeopleFile:
    """Read the file that came.

    Raises:
        BadPeopleFileError: there is none, it did not come whole, or it is no people.json.
    """
    try:
        file: IncomingFile | None = request.FILES.get("file")  # type: ignore[assignment]  # made by our upload handler
    except UnreadablePostError:
        raise BadPeopleFileError(CUT_OFF) from None
    problem: Problem | None = getattr(request, "upload_problem", None)
    if problem is not None:
        raise BadPeopleFileError(FULL if problem is Problem.FULL else TOO_LARGE)
    if file is None:
        raise BadPeopleFileError(NOTHING)
    return read(file.received.path)


def _page(
    request: MemberRequest, library: Library, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"leaving": queries.leaving(library), "problem": problem}
    return render(request, "everything.html", context, status=status)
