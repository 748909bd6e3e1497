"""Addresses of pictures, which a session or a token opens."""

from django.urls import reverse


def crop_url(face: int | None) -> str | None:
    """The square around a face.

    Args:
        face: its primary key.
    """
    return None if face is None else reverse("api-face-crop", args=[face])


def picture_url(asset: int, name: str) -> str:
    """One of thumbnail, preview and original."""
    return reverse(f"api-asset-{name}", args=[asset])
