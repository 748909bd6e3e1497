from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.queries.people import people as everybody
from gallery.queries.people import suggestions


@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """Who is in the photos: those with a name, then those who wait for one."""
    found = everybody(access.library_to_see(request), everybody="all" in request.GET)
    return render(request, "people.html", {"people": found})


@require_safe
def person_suggestions(request: MemberRequest, pk: int) -> HttpResponse:
    """People whose name begins like the one that is being typed."""
    person = access.person_to_change(request.user, pk)
    typed = " ".join(request.GET.get("name", "").split())
    context = {"found": suggestions(person, typed)}
    return render(request, "parts/naming.html#suggestions", context)
