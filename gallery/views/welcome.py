from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gallery.actions.begin import AlreadyBegunError, begin
from gallery.forms.accounts import WelcomeForm
from gallery.models import User
from gallery.notices import tell


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@login_not_required
def welcome(request: HttpRequest) -> HttpResponse:
    """The first run; once an account exists there is nothing here any more."""
    if User.objects.exists():
        return redirect("photos")
    form = WelcomeForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "welcome.html", {"form": form}, status=status)
    try:
        user = begin(
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
            library_name=form.cleaned_data["library_name"],
            recognition=form.wants_recognition,
        )
    except AlreadyBegunError:
        tell(request, "Somebody else has just set this gallery up. Please sign in.")
        return redirect("account_login")
    login(request, user)
    return redirect("upload")
