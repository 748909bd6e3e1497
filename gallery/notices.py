"""What just happened, told on the next page (templates/frame/notices.html)."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from gallery.models import Decision


def tell(
    request: HttpRequest,
    text: str,
    *,
    undo: Decision | None = None,
    also: Sequence[Decision] = (),
) -> None:
    """Say that something was done; with a decision, offer to undo it, and others with it.

    The address that undoes them travels as the message's extra tags.
    """
    address = reverse("decision-undo", args=[undo.pk]) if undo else ""
    if undo and also:
        address += f"?also={','.join(str(one.pk) for one in also)}"
    messages.success(request, text, extra_tags=address)
