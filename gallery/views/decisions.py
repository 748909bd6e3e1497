from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from gallery import access
from gallery.access import MemberRequest
from gallery.actions.undo import CannotUndoError, undo


@require_POST
def decision_undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Undo what was done to people, and go on where one was."""
    decision = access.decision_to_undo(request.user, pk)
    try:
        undo(decision)
    except CannotUndoError as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, "Undone.")
    return redirect(_where_one_was(request))


def _where_one_was(request: MemberRequest) -> str:
    """The page that showed the notice, if it is one of ours."""
    here = request.htmx.current_url_abs_path or request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(here, allowed_hosts=None):
        return "people"
    try:
        resolve(urlsplit(here).path)
    except Resolver404:
        return "people"
    return here
