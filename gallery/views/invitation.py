from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gallery import access
from gallery.actions.join import InvitationGoneError, join, join_with_new_account
from gallery.forms.accounts import NewAccountForm
from gallery.models import Invitation, User
from gallery.notices import tell


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Join a library: a newcomer makes an account, whoever is signed in says yes."""
    try:
        found = access.invitation_to_accept(token)
        if request.user.is_authenticated:
            return _member(request, request.user, found)
        return _newcomer(request, found)
    except (Http404, InvitationGoneError):
        return render(request, "invitation_gone.html", status=404)


def _member(request: HttpRequest, user: User, found: Invitation) -> HttpResponse:
    if request.method == "GET":
        return render(request, "invitation.html", {"invitation": found})
    membership = join(found, user)
    return _inside(request, membership.library_id, found)


def _newcomer(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = NewAccountForm(request.POST or None)
    if not form.is_valid():
        context = {"invitation": found, "form": form}
        status = 422 if form.is_bound else 200
        return render(request, "invitation.html", context, status=status)
    user = join_with_new_account(
        found, username=form.cleaned_data["username"], password=form.cleaned_data["password"]
    )
    login(request, user)
    return _inside(request, found.library_id, found)


def _inside(request: HttpRequest, library_id: int, found: Invitation) -> HttpResponse:
    request.session[access.SESSION_KEY] = library_id
    tell(request, f"Welcome to {found.library}.")
    return redirect("photos")
