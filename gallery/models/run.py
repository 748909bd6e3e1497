from django.db import models
from django.utils import timezone

from gallery.models.library import Library


class Run(models.Model):
    """One clustering of a library: what it was made of, how long it took, and what it changed."""

    library = models.ForeignKey(Library, models.CASCADE, related_name="runs")
    at = models.DateTimeField(default=timezone.now, editable=False)
    seconds = models.FloatField()
    version = models.CharField(max_length=80, help_text="Of the network that saw the faces.")
    parameters = models.JSONField(help_text="Of the clustering.")
    faces = models.PositiveIntegerField()
    clusters = models.PositiveIntegerField()
    placed = models.PositiveIntegerField(help_text="Faces that were with nobody and now are.")
    moved = models.PositiveIntegerField(help_text="Faces that went from one person to another.")
    held = models.PositiveIntegerField(help_text="Faces that stayed: too many would have moved.")
    conflicts = models.PositiveIntegerField(
        help_text="Pairs said to be one person that cannot be, by a photo or somebody's word."
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["library", "-at"], name="runs_of_a_library")]

    def __str__(self) -> str:
        return f"{self.library} at {self.at:%Y-%m-%d %H:%M}"
