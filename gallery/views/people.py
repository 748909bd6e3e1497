from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.models import Library
from gallery.queries import people as queries
from gallery.queries.people import Listed, suggestions

# What the page can be asked for alone, and the partial that shows it.
PARTS = {"find": "named", "named": "named", "unnamed": "unnamed"}


@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """Who is in the photos: those with a name, then those who wait for one."""
    library = access.library_to_see(request)
    asked = {part: request.GET[part] for part in PARTS if part in request.GET}
    if request.htmx and asked:
        part, value = next(iter(asked.items()))
        return render(request, f"people.html#{PARTS[part]}", _part(library, part, value))
    found = queries.people(library, named=asked.get("named", ""), unnamed=asked.get("unnamed", ""))
    context: dict[str, object] = {
        "people": found,
        "named": Listed(found.named, found.named_after),
        "unnamed": Listed(found.unnamed, found.unnamed_after),
    }
    if find := asked.get("find", "").strip():
        context |= {"find": find} | _part(library, "find", find)
    return render(request, "people.html", context)


@require_safe
def person_suggestions(request: MemberRequest, pk: int) -> HttpResponse:
    """People whose name begins like the one that is being typed."""
    person = access.person_to_change(request.user, pk)
    typed = " ".join(request.GET.get("name", "").split())
    context = {"found": suggestions(person, typed)}
    return render(request, "parts/naming.html#suggestions", context)


def _part(library: Library, part: str, value: str) -> dict[str, object]:
    """What one of PARTS needs: who comes after a rank, or who is found by a name."""
    if part == "unnamed":
        return {"unnamed": queries.more_unnamed(library, value)}
    if part == "find" and value.strip():
        return {"named": Listed(queries.find(library, value), "")}
    return {"named": queries.more_named(library, value)}
