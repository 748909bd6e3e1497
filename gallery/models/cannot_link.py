from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gallery.models.face import Face
from gallery.models.library import Library


class CannotLink(models.Model):
    """Somebody said that two faces are different people: no clustering ever puts them together."""

    library = models.ForeignKey(Library, models.CASCADE, related_name="cannot_links")
    first = models.ForeignKey(Face, models.CASCADE, related_name="+")
    second = models.ForeignKey(Face, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="a_cannot_link_is_of_two_faces_in_order"
            ),
            models.UniqueConstraint(fields=["first", "second"], name="two_faces_are_parted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first} is not {self.second}"
