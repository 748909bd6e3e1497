from typing import Any

from django.db.models import F, Q, QuerySet
from rest_framework.generics import RetrieveAPIView
from rest_framework.response import Response

from faces.types import Box
from gallery import access
from gallery.actions.dates_right import say_dates_are_right
from gallery.actions.draw import draw
from gallery.actions.set_dates import set_dates
from gallery.api.schema import route
from gallery.api.serializers.assets import (
    PRECISIONS,
    AssetSerializer,
    AssetsInQuery,
    DatesRightSerializer,
    DatesSerializer,
    DatingSerializer,
)
from gallery.api.serializers.decisions import DoneSerializer, LibraryInQuery
from gallery.api.serializers.faces import DrawSerializer, FaceSerializer, FacesOfAssetInQuery
from gallery.api.views.base import ActView, Listing, MemberApiRequest, done
from gallery.models import Asset, Dating, Face

ASSETS = ["Photos and videos"]


@route("get", "assets", "Photos and videos of a library", tags=ASSETS, parameters=[AssetsInQuery])
class AssetsView(Listing):
    """The newest first, undated ones last."""

    serializer_class = AssetSerializer

    def get_queryset(self) -> QuerySet[Asset]:
        asked = self.asked(AssetsInQuery)
        library = access.library_chosen(self.request.user, asked.get("library"))
        assets = Asset.objects.filter(library=library)
        if "person" in asked:
            person = access.person_in(library, asked["person"])
            theirs = Face.objects.real().filter(person=person)
            assets = assets.filter(pk__in=theirs.values("asset"))
        time = Q()
        if "taken_from" in asked:
            time &= Q(taken_on__gte=asked["taken_from"])
        if "taken_to" in asked:
            time &= Q(taken_on__lte=asked["taken_to"])
        return assets.filter(time).newest_first()


@route("get", "asset", "A photo or video", tags=ASSETS)
class AssetView(RetrieveAPIView[Any]):
    """When it was taken, who says so, and where its pictures are."""

    request: MemberApiRequest
    serializer_class = AssetSerializer

    def get_object(self) -> Asset:
        return access.asset_to_see(self.request.user, self.kwargs["pk"])


@route("get", "asset_faces", "The faces in it", tags=ASSETS, parameters=[FacesOfAssetInQuery])
class AssetFacesView(Listing):
    """As they stand from left to right, or as they come into the video."""

    serializer_class = FaceSerializer

    def get_queryset(self) -> QuerySet[Face]:
        asset = access.asset_to_see(self.request.user, self.kwargs["pk"])
        faces = asset.faces.real()
        if not self.asked(FacesOfAssetInQuery)["hidden"]:
            faces = faces.exclude(person__hidden=True)
        return faces.select_related("asset", "person").order_by("time", "left", "pk")


@route(
    "post",
    "asset_draw",
    "Draw a face that was not found",
    tags=ASSETS,
    responses={201: DoneSerializer},
)
class DrawView(ActView):
    """The answer names the face."""

    serializer_class = DrawSerializer

    def post(self, request: MemberApiRequest, pk: int) -> Response:
        asset = access.asset_to_change(request.user, pk)
        said = self.said()
        person = said["person"] and access.person_in(asset.library, said["person"])
        decision, face = draw(asset, Box(**said["box"]), person, by=request.user)
        return done(decision, person=person, face=face, made=True)


@route("post", "assets_dates", "Say when photos were taken", tags=ASSETS, responses=DoneSerializer)
class DatesView(ActView):
    """The originals stay as they are; ages are worked out anew."""

    serializer_class = DatesSerializer

    def post(self, request: MemberApiRequest) -> Response:
        said = self.said()
        assets = access.assets_to_change(request.user, said["assets"])
        precision = PRECISIONS[said["precision"]]
        return done(set_dates(assets, said["date"], precision, by=request.user))


@route(
    "post",
    "assets_dates_right",
    "Say that photos have the right dates",
    tags=ASSETS,
    responses=DoneSerializer,
)
class DatesRightView(ActView):
    """Nobody is asked about them again."""

    serializer_class = DatesRightSerializer

    def post(self, request: MemberApiRequest) -> Response:
        assets = access.assets_to_change(request.user, self.said()["assets"])
        return done(say_dates_are_right(assets, by=request.user))


@route(
    "get",
    "datings",
    "Photos whose dates the ages on them put in doubt",
    tags=ASSETS,
    parameters=[LibraryInQuery],
)
class DatingsView(Listing):
    """Those most in doubt first, then those without a date."""

    serializer_class = DatingSerializer

    def get_queryset(self) -> QuerySet[Dating]:
        asked = self.asked(LibraryInQuery)
        library = access.library_chosen(self.request.user, asked.get("library"))
        open_ones = Dating.objects.open(library).select_related("asset")
        return open_ones.order_by(F("doubt").desc(nulls_last=True), "pk")
