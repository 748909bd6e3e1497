from typing import Any

from django.http import HttpRequest

from gallery import access


def frame(request: HttpRequest) -> dict[str, Any]:  # Django's contract for context processors
    """What the frame around each page shows: one's libraries, the current one, one's role in it."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    memberships = access.memberships_of(request.user)
    membership = access.chosen_membership(request, memberships)  # type: ignore[arg-type]  # signed in, see above
    return {
        "memberships": memberships,
        "membership": membership,
        "library": membership and membership.library,
        "may_change": membership is not None and access.may_change(membership),
    }
