from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from gallery import access, storage
from gallery.access import MemberRequest
from gallery.models import Asset
from gallery.serving import Served, serve

ORIGINAL = "original"
DAY = 24 * 60 * 60


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
