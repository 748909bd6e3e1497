from django.db.models import QuerySet

from gallery.api.schema import route
from gallery.api.serializers.libraries import LibrarySerializer
from gallery.api.views.base import Listing
from gallery.models import Membership


@route("get", "libraries", "Your libraries", tags=["Libraries"])
class LibrariesView(Listing):
    """The first is the one that is meant wherever an address names none."""

    serializer_class = LibrarySerializer

    def get_queryset(self) -> QuerySet[Membership]:
        return self.request.user.memberships.select_related("library").order_by("pk")
