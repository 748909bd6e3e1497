"""Where somebody was when they did something."""

from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from gallery.access import MemberRequest


def back(request: MemberRequest, *, otherwise: str = "people") -> HttpResponse:
    """Go on where one was: the page that htmx tells, else `next`; if that is one of ours."""
    return redirect(where_one_was(request, otherwise=otherwise))


def where_one_was(request: MemberRequest, *, otherwise: str = "people") -> str:
    here = request.htmx.current_url_abs_path or request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(here, allowed_hosts=None):
        return otherwise
    try:
        resolve(urlsplit(here).path)
    except Resolver404:
        return otherwise
    return here
