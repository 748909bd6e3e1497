from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from gallery import access
from gallery.actions.undo import undo
from gallery.api.schema import route
from gallery.api.serializers.decisions import (
    DecisionSerializer,
    LibraryInQuery,
    StatementSerializer,
    StatementsInQuery,
)
from gallery.api.views.base import ActView, Listing, MemberApiRequest
from gallery.models import Decision, Statement
from gallery.queries.history import names_for

HISTORY = ["History"]


@route("get", "decisions", "What was done", tags=HISTORY, parameters=[LibraryInQuery])
class DecisionsView(Listing):
    """The newest first, also what was undone."""

    serializer_class = DecisionSerializer

    def get_queryset(self) -> QuerySet[Decision]:
        library = access.library_chosen(
            self.request.user, self.asked(LibraryInQuery).get("library")
        )
        return (
            Decision.objects.filter(library=library).select_related("by", "library").order_by("-pk")
        )

    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(_told(page or []))


@route("get", "decision", "A decision", tags=HISTORY)
class DecisionView(ActView):
    """Who did what, and whether it was undone."""

    serializer_class = DecisionSerializer

    def get(self, request: MemberApiRequest, pk: int) -> Response:
        return Response(_told([access.decision_to_see(request.user, pk)])[0])


@route("post", "decision_undo", "Undo", tags=HISTORY, request=None)
class UndoView(ActView):
    """In any order. Where a later decision stands in the way, 409 names it as `later`."""

    serializer_class = DecisionSerializer

    def post(self, request: MemberApiRequest, pk: int) -> Response:
        decision = access.decision_to_undo(request.user, pk)
        undo(decision)
        return Response(_told([access.decision_to_see(request.user, pk)])[0])


@route("get", "statements", "What was said", tags=HISTORY, parameters=[StatementsInQuery])
class StatementsView(Listing):
    """The ledger, the newest first; where somebody who was forgotten had been is not told."""

    serializer_class = StatementSerializer

    def get_queryset(self) -> QuerySet[Statement]:
        asked = self.asked(StatementsInQuery)
        library = access.library_chosen(self.request.user, asked.get("library"))
        said = Statement.objects.filter(library=library)
        if "person" in asked:
            said = said.filter(person=access.person_in(library, asked["person"]).pk)
        if "kind" in asked:
            said = said.filter(kind=asked["kind"])
        if "standing" in asked:
            said = said.filter(withdrawn_at__isnull=asked["standing"])
        told = said.exclude(kind=Statement.Kind.FORGOTTEN)
        return told.select_related("by").order_by("-pk")


def _told(decisions: Sequence[Decision]) -> list[Any]:
    """Decisions of one library, with the names their words need, read at once."""
    names = names_for(decisions[0].library, decisions) if decisions else {}
    return list(DecisionSerializer(decisions, many=True, context={"names": names}).data)  # type: ignore[arg-type]  # of many
