from django.conf import settings
from django.db import models
from django.utils import timezone

from gallery.models.library import Library


class Decision(models.Model):
    """Something a person did to people, with what it takes to undo it."""

    class Kind(models.TextChoices):
        RENAME = "rename", "named"
        BIRTH_DATE = "birth-date", "gave a birth date to"
        HIDE = "hide", "hid"
        MERGE = "merge", "merged"
        COVER = "cover", "chose a cover of"
        MOVE = "move", "moved faces of"
        STAY = "stay", "kept faces with"
        PART = "part", "kept apart"
        SPLIT = "split", "split"
        FORBID = "forbid", "took a face from"

    library = models.ForeignKey(Library, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    before = models.JSONField(help_text="The rows as they were, by primary key.")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"
