from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.queries import shelf as queries


@require_safe
def shelf(request: MemberRequest) -> HttpResponse:
    """Faces seen on one day only or too rarely, and whom somebody hid."""
    library = access.library_to_see(request)
    shelved = Paginator(queries.shelved(library), queries.PAGE)
    context = {
        "page": shelved.get_page(request.GET.get("page")),
        "hidden": queries.hidden(library)[: queries.PAGE],
    }
    return render(request, "shelf.html", context)
