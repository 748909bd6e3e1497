from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from gallery.models import User

Handler = Callable[[HttpRequest], HttpResponseBase]


class FirstRunMiddleware:
    """Leads to the first-run page until the first account exists."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        self.begun = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        welcome = reverse("welcome")
        if not self.begun and request.path not in {welcome, reverse("health")}:
            self.begun = User.objects.exists()
            if not self.begun:
                return redirect(welcome)
        return self.handler(request)


class PrivateMiddleware:
    """Pages of a family are nobody else's: no cache between us and the browser may keep them."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.handler(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        if isinstance(response, HttpResponse):
            response.headers.setdefault(
                "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
            )
        return response


class TidyUploadsMiddleware:
    """Discards what was being received when a request broke off in the middle of a file."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.handler(request)
        if request.method == "POST":
            for upload_handler in request.upload_handlers:
                upload_handler.upload_interrupted()
        return response
