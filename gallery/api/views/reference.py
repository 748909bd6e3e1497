from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotFound
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from gallery.access import MemberRequest
from gallery.api.reference import reference as read


@extend_schema(exclude=True)
class SchemaView(SpectacularAPIView):
    """The API as OpenAPI 3.1, for generators of clients and for the page beside it."""

    renderer_classes = [JSONRenderer]


@extend_schema(exclude=True)
class NothingView(APIView):
    """Every other address of the API: not there, said as the API says it."""

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound


@require_safe
def reference(request: MemberRequest) -> HttpResponse:
    """The schema for people: a page of the gallery, without a script."""
    context = {"reference": read(), "here": request.build_absolute_uri("/api/v1/")}
    return render(request, "reference.html", context)
