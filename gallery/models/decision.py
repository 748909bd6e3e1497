from django.conf import settings
from django.db import models
from django.utils import timezone

from gallery.models.library import Library


class Decision(models.Model):
    """Something a person did to people, with what it takes to undo it."""

    class Kind(models.TextChoices):
        RENAME = "rename", "named"
        BIRTH_DATE = "birth-date", "gave a birth date to"
        GENDER = "gender", "corrected the gender of"
        HIDE = "hide", "hid"
        MERGE = "merge", "merged"
        COVER = "cover", "chose a cover of"
        MOVE = "move", "said whose faces they are"
        STAY = "stay", "kept faces with"
        PART = "part", "kept apart"
        SPLIT = "split", "split"
        FORBID = "forbid", "took faces from"
        NOT_A_FACE = "not-a-face", "said what is not a face"
        TWICE = "twice", "said who is seen twice"
        DRAW = "draw", "drew a face"
        LEAVE_OUT = "leave-out", "left out of recognition"
        FORGET = "forget", "had somebody forgotten"
        DATE = "date", "dated photos"
        IMPORT = "import", "brought in"

    library = models.ForeignKey(Library, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    # {"people" | "faces" | "assets": {primary key: {column: value}}}, only what it changed; None
    # in the place of columns for a row that was not there.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"
