import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone


class Token(models.Model):
    """What a program shows in place of a password, to act for somebody.

    Only its hash is kept. A token is 256 random bits, so a fast hash is enough: there is nothing
    to guess.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100, help_text="Which program it is for.")
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    used_at = models.DateTimeField(null=True, blank=True, help_text="To the minute.")

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
