from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.actions.undo import CannotUndoError, undo_together
from gallery.numbers import number
from gallery.queries.history import history, words_of
from gallery.views.back import back

MOST = 50  # decisions undone at once


@require_safe
def decisions(request: MemberRequest) -> HttpResponse:
    """Who did what to people, and when; all of it can be undone, as far as nothing stands on it."""
    library = access.library_to_add_to(request)
    context = {"history": history(library, number=request.GET.get("page"))}
    return render(request, "history.html", context)


@require_POST
def decision_undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Undo what was done to people, with `also` several decisions, and go on where one was."""
    also = [number(text) for text in request.GET.get("also", "").split(",")]
    pks = sorted({pk, *(one for one in also if one is not None)}, reverse=True)
    decisions = [access.decision_to_undo(request.user, one) for one in pks[:MOST]]
    try:
        undo_together(decisions)
    except CannotUndoError as reason:
        messages.warning(request, _why_not(reason))
    else:
        messages.success(request, "Undone.")
    return back(request)


def _why_not(reason: CannotUndoError) -> str:
    if reason.later is None:
        return str(reason)
    who = reason.later.by.get_username() if reason.later.by else "Somebody"
    return (
        f"After that, {who} {words_of(reason.later)}, and the two touch the same. "
        "Undo the later one first: all are in the history."
    )
