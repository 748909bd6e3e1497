from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gallery import access
from gallery.access import MemberRequest
from gallery.numbers import number
from gallery.queries import memories
from gallery.queries import timeline as queries


def photos(request: MemberRequest) -> HttpResponse:
    """All photos of the library; with `month`, beginning there; for htmx, only what it lacks."""
    memberships = access.memberships_of(request.user)
    membership = access.chosen_membership(request, memberships)
    if membership is None:
        return render(request, "photos.html", {"stretches": []})
    library, key = membership.library, request.GET.get("month", "")
    if request.htmx and "pending" in request.GET:
        pending = queries.pending(library)
        return render(request, "photos.html#pending", {"pending": pending, "was_pending": True})
    if request.htmx and key:
        stretch = queries.stretch_of(library, key, after=number(request.GET.get("after")))
        if stretch is None:
            raise Http404
        part = "days" if "after" in request.GET else "stretch"
        return render(request, f"photos.html#{part}", {"stretch": stretch})
    page = queries.timeline(library, key)
    context = {
        "stretches": page.stretches,
        "years": page.years,
        "pending": page.pending,
        "strip": None if key else memories.strip(library, timezone.localdate()),
    }
    return render(request, "photos.html", context)
