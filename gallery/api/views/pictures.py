"""Pictures and originals, as the pages serve them, for whoever comes with a token."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.views import APIView

from gallery import access, storage
from gallery.api.schema import route
from gallery.api.views.assets import ASSETS
from gallery.api.views.base import MemberApiRequest
from gallery.api.views.faces import FACES
from gallery.serving import Served, serve

DAY = 24 * 60 * 60
JPEG = {(200, "image/jpeg"): OpenApiResponse(OpenApiTypes.BINARY, "The picture.")}
ANYTHING = {(200, "*/*"): OpenApiResponse(OpenApiTypes.BINARY, "The file; parts of it by Range.")}


@route("get", "face_crop", "The square around a face", tags=FACES, responses=JPEG)
class CropView(APIView):
    """As the pages show it."""

    def get(self, request: MemberApiRequest, pk: int) -> HttpResponseBase:
        face = access.face_to_see(request.user, pk)
        path = storage.rendition_path(face.asset, storage.face_crop_name(face))
        return serve(plain(request), Served(path, "image/jpeg", max_age=DAY))


class RenditionView(APIView):
    """A picture derived from an original, under a fixed name."""

    rendition: str

    def get(self, request: MemberApiRequest, pk: int) -> HttpResponseBase:
        asset = access.asset_to_see(request.user, pk)
        path = storage.rendition_path(asset, self.rendition)
        return serve(plain(request), Served(path, "image/jpeg", max_age=DAY))


@route("get", "asset_thumbnail", "A small picture", tags=ASSETS, responses=JPEG)
class ThumbnailView(RenditionView):
    """Of a video, one of its first moments."""

    rendition = storage.THUMBNAIL


@route("get", "asset_preview", "A large picture", tags=ASSETS, responses=JPEG)
class PreviewView(RenditionView):
    """Upright, as large as a screen."""

    rendition = storage.PREVIEW


@route("get", "asset_original", "The original", tags=ASSETS, responses=ANYTHING)
class OriginalView(APIView):
    """Byte for byte as it came."""

    def get(self, request: MemberApiRequest, pk: int) -> HttpResponseBase:
        asset = access.asset_to_see(request.user, pk)
        original = Served(
            storage.original_of(asset),
            asset.media_type,
            max_age=0,
            name=asset.name,
            as_attachment=True,
            is_original=True,
        )
        return serve(plain(request), original)


def plain(request: MemberApiRequest) -> HttpRequest:
    """Django's own request inside that of the framework."""
    return request._request  # noqa: SLF001 documented nowhere, but there is no other way to it
