from rest_framework.response import Response

from gallery import access
from gallery.api.schema import route
from gallery.api.serializers.assets import AssetSerializer
from gallery.api.serializers.search import FoundSerializer, SearchInQuery
from gallery.api.views.base import Asking, MemberApiRequest
from gallery.models import Asset
from gallery.queries.search import Search
from gallery.queries.tiles import in_order


@route(
    "get",
    "search",
    "Photos by who is on them, how old, and when",
    tags=["Photos and videos"],
    parameters=[SearchInQuery],
)
class SearchView(Asking):
    """As the search of the pages understands it."""

    serializer_class = FoundSerializer

    def get(self, request: MemberApiRequest) -> Response:
        asked = self.asked(SearchInQuery)
        library = access.library_chosen(request.user, asked.get("library"))
        search = Search(library, asked["q"])
        found = in_order(search.photos()) if search.asks else Asset.objects.none()
        page = self.paginate_queryset(found) or []
        answer = self.get_paginated_response(AssetSerializer(page, many=True).data)  # type: ignore[arg-type]  # of many
        answer.data["unknown"] = list(search.understood.unknown)
        return answer
