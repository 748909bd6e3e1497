"""What just happened, told on the next page (templates/frame/notices.html)."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from gallery.models import Decision


def tell(request: HttpRequest, text: str, *, undo: Decision | None = None) -> None:
    """Say that something was done; with a decision, offer to undo it.

    The address that undoes it travels as the message's extra tags.
    """
    address = reverse("decision-undo", args=[undo.pk]) if undo else ""
    messages.success(request, text, extra_tags=address)
