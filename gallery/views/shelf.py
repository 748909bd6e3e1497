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
    after = {of: request.GET[of] for of in queries.LISTS if of in request.GET}
    if request.htmx and after:
        of, rank = next(iter(after.items()))
        context: dict[str, object] = {"part": queries.part(library, of, rank)}
        return render(request, "shelf.html#cards", context)
    parts = queries.parts(library, after)
    context = {"parts": parts, "hidden_too": any(part.of == queries.HIDDEN for part in parts)}
    return render(request, "shelf.html", context)
