"""Tokens, by which programs act for somebody."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from gallery import access
from gallery.access import MemberRequest
from gallery.actions.tokens import make_token, revoke_token
from gallery.forms.tokens import TokenForm
from gallery.notices import tell


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: MemberRequest) -> HttpResponse:
    """Make one: its secret stands in this one answer and is kept nowhere."""
    if request.method != "POST":
        return _page(request, TokenForm())
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    made, secret = make_token(request.user, form.cleaned_data["name"])
    return _page(request, TokenForm(), made=made, secret=secret)


@require_POST
def token_revoke(request: MemberRequest, pk: int) -> HttpResponse:
    token = access.token_to_revoke(request.user, pk)
    revoke_token(token)
    tell(request, f"{token.name} cannot come in any more.")
    return redirect("tokens")


def _page(
    request: MemberRequest, form: TokenForm, *, status: int = 200, **made: object
) -> HttpResponse:
    context = {"form": form, "tokens": request.user.tokens.all(), **made}
    return render(request, "tokens.html", context, status=status)
