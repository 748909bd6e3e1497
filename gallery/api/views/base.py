"""What all routes share: who asks, what was asked and said, and how an act is answered."""

from typing import Any

from rest_framework import status
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from gallery.models import Decision, Face, Person, User


class MemberApiRequest(Request):
    """A request of somebody who is known (the permission sees to it)."""

    user: User


class Asking(GenericAPIView[Any]):
    """Reads what stands in an address."""

    request: MemberApiRequest

    def asked(self, kind: type[Serializer[None]]) -> dict[str, Any]:
        """What was asked for in the address, checked; ValidationError says what is wrong."""
        serializer = kind(data=self.request.query_params.dict())
        serializer.is_valid(raise_exception=True)
        found: dict[str, Any] = serializer.validated_data
        return found


class Listing(Asking, ListAPIView[Any]):
    """Rows in pages."""

    request: MemberApiRequest


class ActView(Asking):
    """Something a member does: access, what was said, action, answer."""

    def said(self) -> dict[str, Any]:
        """What was sent, checked; ValidationError says what is wrong."""
        serializer = self.get_serializer(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        found: dict[str, Any] = serializer.validated_data
        return found


def done(
    decision: Decision | None,
    *,
    person: Person | None = None,
    face: Face | None = None,
    made: bool = False,
) -> Response:
    """Answer an act with what undoes it."""
    answer = {
        "decision": decision and decision.pk,
        "person": person and person.pk,
        "face": face and face.pk,
    }
    return Response(answer, status.HTTP_201_CREATED if made else status.HTTP_200_OK)
