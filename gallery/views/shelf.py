from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.models import Person
from gallery.queries import shelf as queries


@require_safe
def shelf(request: MemberRequest) -> HttpResponse:
    """Faces seen on one day only or too rarely, and whom somebody hid."""
    library = access.library_to_see(request)
    page = Paginator(queries.shelved(library), queries.PAGE).get_page(request.GET.get("page"))
    shelved = queries.cards(page)
    groups = [
        (words, [card for card in shelved if card.person.shelf == reason])
        for reason, words in Person.Shelf.choices
        if reason
    ]
    context = {
        "page": page,
        "groups": [group for group in groups if group[1]],
        "hidden": queries.cards(queries.hidden(library)[: queries.PAGE]),
    }
    return render(request, "shelf.html", context)
