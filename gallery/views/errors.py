"""Answers when something is in the way, in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was older than the sign-in, or came from another site."""
    return render(request, "403_csrf.html", status=403)
