from typing import Any

from django.http import Http404, HttpRequest

from gallery import access


def frame(request: HttpRequest) -> dict[str, Any]:  # Django's contract for context processors
    """What the frame around each page shows: the current library and one's role in it."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    try:
        membership = access.current_membership(request)  # type: ignore[arg-type]  # signed in, see above
    except Http404:  # somebody without a library yet
        return {"membership": None, "library": None, "may_change": False}
    return {
        "membership": membership,
        "library": membership.library,
        "may_change": access.may_change(membership),
    }
