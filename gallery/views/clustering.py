from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.models import Library
from gallery.numbers import number
from gallery.queries.branches import Together, together
from gallery.queries.clustering import picture_of, version_in


@require_safe
def clustering(request: MemberRequest) -> HttpResponse:
    """How people are told apart, for owners; once the page is there, the faces of one person."""
    library = access.library_to_own(request)
    context: dict[str, Any] = {"together": _together(library, request.GET.get("person"))}
    if request.headers.get("HX-Target") == "together":
        return render(request, "clustering.html#together", context)
    context["picture"] = picture_of(library) if library.recognition else None
    return render(request, "clustering.html", context)


def _together(library: Library, asked: str | None) -> Together | None:
    if not asked:
        return None
    pk = number(asked)
    if pk is None:
        raise Http404
    return together(access.person_in(library, pk), version_in(library))
