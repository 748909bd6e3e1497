import re

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from faces.image import SHEET_EXTENSION, SHEET_MIME
from gallery import access, sheets, storage
from gallery.access import MemberRequest
from gallery.models import Asset
from gallery.serving import Served, serve

ORIGINAL = "original"
DAY = 24 * 60 * 60
SHEET_KEY = re.compile(r"[0-9a-f]{32}")


@require_safe
def media(request: MemberRequest, pk: int, name: str) -> HttpResponseBase:
    """A rendition or the original of an asset, under a fixed name."""
    asset = access.asset_to_see(request.user, pk)
    if name in {storage.THUMBNAIL, storage.PREVIEW}:
        path = storage.rendition_path(asset, name)
        return serve(request, Served(path, "image/jpeg", max_age=DAY))
    if name != ORIGINAL:
        raise Http404
    return serve(
        request,
        Served(
            storage.original_of(asset),
            asset.media_type,
            max_age=0,
            name=asset.name,
            as_attachment=asset.kind != Asset.Kind.VIDEO or "download" in request.GET,
            is_original=True,
        ),
    )


@require_safe
def face_crop(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The square around a face."""
    face = access.face_to_see(request.user, pk)
    path = storage.rendition_path(face.asset, storage.face_crop_name(face))
    return serve(request, Served(path, "image/jpeg", max_age=DAY))


@require_safe
def cover_sheet(request: MemberRequest, pk: int, key: str) -> HttpResponseBase:
    """The faces of a list of people in one picture, made when it is first asked for."""
    library = access.library_with_sheet(request.user, pk)
    if not SHEET_KEY.fullmatch(key):
        raise Http404
    path = storage.sheet_path(library.pk, key, SHEET_EXTENSION)
    if not path.exists():
        try:
            made = sheets.make(library.pk, key)
        except FileNotFoundError:
            raise Http404 from None
        if not made.whole:  # a crop is still to come: ask again next time
            return HttpResponse(
                made.content, SHEET_MIME, headers={"Cache-Control": "private, no-cache"}
            )
    return serve(request, Served(path, SHEET_MIME, max_age=DAY))
