import platform
import shutil
from typing import Any

import django
from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery import access, storage
from gallery.access import MemberRequest
from gallery.actions.change_library import add_library, rename_library
from gallery.actions.set_recognition import set_recognition
from gallery.forms.library import LibraryNameForm, RecognitionForm
from gallery.models import Role
from gallery.notices import tell
from gallery.queries import library as queries


@require_safe
def settings(request: MemberRequest) -> HttpResponse:
    """What concerns oneself, and for owners the library; also for somebody without a library."""
    return _page(request)


@require_POST
def library_rename(request: MemberRequest) -> HttpResponse:
    library = access.library_to_own(request)
    form = LibraryNameForm(request.POST)
    if not form.is_valid():
        return _page(request, name_form=form, status=422)
    rename_library(library, form.cleaned_data["name"])
    tell(request, "The library has its new name.")
    return redirect("settings")


@require_http_methods(["GET", "POST"])
def recognition(request: MemberRequest) -> HttpResponse:
    """The switch of a library, with what it means; off erases, so it shows what."""
    library = access.library_to_own(request)
    form = RecognitionForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "recognised": queries.recognised_in(library)}
        status = 422 if form.is_bound else 200
        return render(request, "recognition.html", context, status=status)
    set_recognition(library, on=form.wanted, user=request.user)
    tell(
        request,
        "Faces are being looked for. You can watch it on the status page."
        if form.wanted
        else "Recognition is off, and everything it had found is erased. The photos are untouched.",
    )
    return redirect("settings")


@require_POST
def library_choose(request: MemberRequest, pk: int) -> HttpResponse:
    access.choose_library(request, pk)
    return redirect("photos")


@require_POST
def library_add(request: MemberRequest) -> HttpResponse:
    if not request.user.is_superuser:
        raise PermissionDenied
    form = LibraryNameForm(request.POST)
    if not form.is_valid():
        return _page(request, add_form=form, status=422)
    library = add_library(form.cleaned_data["name"], owner=request.user)
    access.choose_library(request, library.pk)
    tell(request, f"{library} is ready. Decide whether faces may be recognised there.")
    return redirect("settings")


def _page(
    request: MemberRequest,
    *,
    name_form: LibraryNameForm | None = None,
    add_form: LibraryNameForm | None = None,
    status: int = 200,
) -> HttpResponse:
    current = access.chosen_membership(request, access.memberships_of(request.user))
    context = {
        "owns": current is not None and current.role == Role.OWNER,
        "name_form": name_form or LibraryNameForm({"name": current.library} if current else None),
        "add_form": add_form or LibraryNameForm(auto_id="id_new_%s"),
        "about": _about() if request.user.is_superuser else None,
    }
    return render(request, "settings.html", context, status=status)


def _about() -> dict[str, Any]:
    """For admins: versions, and where the family's data lies."""
    storage.make_folder(django_settings.DATA_DIR)
    return {
        "python": platform.python_version(),
        "django": django.get_version(),
        "database": connection.display_name,
        "folder": django_settings.DATA_DIR,
        "free": shutil.disk_usage(django_settings.DATA_DIR).free,
    }
