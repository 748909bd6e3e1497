from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.queries import search as queries
from gallery.queries.people import people
from gallery.queries.timeline import years


@require_safe
def search(request: MemberRequest) -> HttpResponse:
    """People by name and photos by time; nothing typed: where to begin."""
    library = access.library_to_see(request)
    typed = request.GET.get("q", "").strip()[:100]
    if not typed:
        context = {"people": people(library).named, "years": years(library)}
        return render(request, "search.html", context)
    return render(request, "search.html", {"q": typed, "answer": queries.search(library, typed)})
