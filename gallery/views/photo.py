from django.http import HttpResponse
from django.shortcuts import render

from gallery import access
from gallery.access import MemberRequest
from gallery.numbers import number, seconds
from gallery.queries.photo import photo
from gallery.views.search import search_of


def asset(request: MemberRequest, pk: int) -> HttpResponse:
    """One photo among all, with `person` among theirs, with `q` among those that were found."""
    found = access.asset_to_see(request.user, pk)
    among = number(request.GET.get("person"))
    person = None
    if among is not None:
        person = access.person_to_see(request.user, among)
        person = person if person.library_id == found.library_id else None
    search = search_of(request, found.library)
    context = {
        "photo": photo(found, person, search if search and search.asks else None),
        "asset": found,
        "at": seconds(request.GET.get("at")),
        "may_correct": access.may_correct(request.user, found.library),
    }
    return render(request, "photo.html#answer" if request.htmx else "photo.html", context)
