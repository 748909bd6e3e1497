from dataclasses import dataclass
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from faces.errors import FacesError
from gallery import access
from gallery.access import MemberRequest
from gallery.actions.keep_upload import keep_upload
from gallery.forms.upload import UploadForm
from gallery.models import Library, User
from gallery.storage import StorageFullError
from gallery.uploads import IncomingFile, Problem

FULL = "The server's disk is full. Nothing was kept; the photo is still on your device."
TOO_LARGE = "This is larger than the gallery takes."
CUT_OFF = "Only a part of it arrived. Please send it again."
SIGN_IN = "You have been signed out. Sign in again and go on."
NOT_YOURS = "You may look at this library, but not add to it."


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one file."""

    name: str
    code: HTTPStatus
    asset: int | None = None
    reason: str = ""

    @property
    def status(self) -> str:
        return {HTTPStatus.CREATED: "kept", HTTPStatus.OK: "duplicate"}.get(self.code, "refused")

    def as_json(self) -> JsonResponse:
        """For the upload page's script."""
        told = {"status": self.status, "id": self.asset, "reason": self.reason}
        return JsonResponse({key: value for key, value in told.items() if value}, status=self.code)


@require_http_methods(["GET", "POST"])
def upload(request: MemberRequest) -> HttpResponse:
    """The page with the big target; as a plain form it sends all files in one request."""
    library = access.library_to_add_to(request)
    if request.method == "GET":
        return render(request, "upload.html")
    answers = _receive(request, library, request.user)
    codes = {answer.code for answer in answers}
    context = {
        "answers": answers,
        "safe": sum(answer.asset is not None for answer in answers),
    }
    status = codes.pop() if len(codes) == 1 else HTTPStatus.OK
    return render(request, "upload_result.html", context, status=status)


@login_not_required  # a script is told 401; a redirect to the sign-in page would look like success
@require_POST
def upload_file(request: HttpRequest) -> HttpResponse:
    """One file, for the script of the upload page."""
    if not request.user.is_authenticated:
        return Answer("", HTTPStatus.UNAUTHORIZED, reason=SIGN_IN).as_json()
    try:
        library = access.library_to_add_to(request)  # type: ignore[arg-type]  # signed in, see above
    except Http404:
        return Answer("", HTTPStatus.NOT_FOUND, reason=NOT_YOURS).as_json()
    return _receive(request, library, request.user)[0].as_json()


def _receive(request: HttpRequest, library: Library, user: User) -> list[Answer]:
    """Keep each file that came whole; at least one answer."""
    try:
        files: list[IncomingFile] = request.FILES.getlist("file")  # type: ignore[assignment]  # made by our upload handler
    except UnreadablePostError:
        return [Answer("", HTTPStatus.BAD_REQUEST, reason=CUT_OFF)]
    problem: Problem | None = getattr(request, "upload_problem", None)
    form = UploadForm(request.POST)
    if problem is not None:
        return [_problem(problem)]
    if not form.is_valid() or not files:
        return [Answer("", HTTPStatus.BAD_REQUEST, reason=CUT_OFF)]
    return [_keep(library, file, form, user) for file in files]


def _problem(problem: Problem) -> Answer:
    if problem is Problem.FULL:
        return Answer("", HTTPStatus.INSUFFICIENT_STORAGE, reason=FULL)
    return Answer("", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, reason=TOO_LARGE)


def _keep(library: Library, file: IncomingFile, form: UploadForm, user: User) -> Answer:
    name = file.name or ""
    try:
        kept = keep_upload(
            library, file.received, name=name, user=user, modified_at=form.modified_at
        )
    except FacesError as error:
        return Answer(name, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, reason=str(error))
    except StorageFullError:
        return Answer(name, HTTPStatus.INSUFFICIENT_STORAGE, reason=FULL)
    code = HTTPStatus.OK if kept.duplicate else HTTPStatus.CREATED
    return Answer(name, code, asset=kept.asset.pk)
