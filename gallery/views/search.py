from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.models import Library
from gallery.numbers import number
from gallery.queries.search import Search, beginnings, suggest

LONGEST = 200  # letters of what is typed
MOST = 50  # people who are chosen among those of one name


@require_safe
def search(request: MemberRequest) -> HttpResponse:
    """Photos by who is on them, how old, and when; for htmx with `after`, more of them."""
    library = access.library_to_see(request)
    found = search_of(request, library)
    if found is None:
        return render(request, "search.html", {"beginnings": beginnings(library)})
    after = number(request.GET.get("after"))
    if request.htmx and after is not None:
        context = {"page": found.page(after), "within": f"?{found.query}"}
        return render(request, "search.html#photos", context)
    answer = found.answer(after)
    context = {
        "q": found.typed,
        "answer": answer,
        "page": answer.page,
        "within": f"?{found.query}",
    }
    return render(request, "search.html", context)


@require_safe
def search_suggestions(request: MemberRequest) -> HttpResponse:
    """What may be typed next, as the options of the search field."""
    library = access.library_to_see(request)
    context = {"suggestions": suggest(library, _typed(request))}
    return render(request, "parts/search_field.html#options", context)


def search_of(request: MemberRequest, library: Library) -> Search | None:
    """The search that an address names; None if nothing was typed."""
    typed = _typed(request)
    return Search(library, typed, chosen=_chosen(request)) if typed else None


def _typed(request: MemberRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST]


def _chosen(request: MemberRequest) -> list[int]:
    """Whom of several of one name."""
    numbers = (number(value) for value in request.GET.getlist("who"))
    return [pk for pk in numbers if pk is not None][:MOST]
