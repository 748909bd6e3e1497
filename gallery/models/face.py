from django.conf import settings
from django.db import models
from django.db.models import Q

from faces.types import Box, Detection
from gallery.models.asset import Asset
from gallery.models.person import Person
from gallery.models.user import User


class FaceQuerySet(models.QuerySet["Face"]):
    def visible_to(self, user: User) -> "FaceQuerySet":
        return self.filter(asset__library__memberships__user=user)

    def real(self) -> "FaceQuerySet":
        """Leave out what somebody said is not a face."""
        return self.filter(not_a_face=False)

    def known(self) -> "FaceQuerySet":
        """Those of people whom the family knows, by name or birth, and has not hidden."""
        theirs = self.filter(person__isnull=False, person__hidden=False)
        return theirs.exclude(person__name="", person__birth_date=None)

    def awaiting_representation(self, version: str) -> "FaceQuerySet":
        """Not of people who are left out: of them nothing is worked out."""
        return self.exclude(represented_by=version).exclude(person__left_out=True)


class Face(models.Model):
    """A stored detection; in a video the best shot of one in-clip cluster, with mean features."""

    DRAWN = "drawn"

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="faces")
    left = models.FloatField()
    top = models.FloatField()
    right = models.FloatField()
    bottom = models.FloatField()
    landmarks = models.JSONField(default=list, help_text="Five (x, y) fractions.")
    score = models.FloatField()
    time = models.FloatField(null=True, blank=True, help_text="Seconds; videos only.")
    detected_by = models.CharField(max_length=80, help_text="A detector, or DRAWN by somebody.")

    # Private as the photo itself: never in an answer, never in a log.
    features = models.BinaryField(null=True, help_text="1024 float32 of unit length.")
    age_posterior = models.BinaryField(null=True, help_text="100 float32.")
    age = models.FloatField(null=True, blank=True, help_text="Years, Eq. (2).")
    p_male = models.FloatField(null=True, blank=True)
    quality = models.FloatField(null=True, blank=True, help_text="0..1: how well it can be told.")
    represented_by = models.CharField(max_length=80, blank=True)

    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="faces")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed = models.BooleanField(default=False, help_text="Somebody said: this is this person.")
    not_a_face = models.BooleanField(default=False)

    objects = FaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left__gte=0, top__gte=0, right__lte=1, bottom__lte=1)
                & Q(left__lt=models.F("right"))
                & Q(top__lt=models.F("bottom")),
                name="a_face_lies_in_its_picture",
            ),
            models.CheckConstraint(
                condition=Q(confirmed=False) | Q(person__isnull=False),
                name="a_confirmed_face_has_a_person",
            ),
            models.CheckConstraint(
                condition=Q(represented_by="") | Q(features__isnull=False),
                name="a_represented_face_has_features",
            ),
        ]
        # A row is mostly features, which SQLite stores before the columns that lists count by:
        # from these indexes it counts without reading any row.
        indexes = [
            models.Index(fields=["person", "not_a_face", "asset"], name="photos_of_a_person"),
            models.Index(fields=["asset", "not_a_face", "person"], name="people_of_a_photo"),
        ]

    def __str__(self) -> str:
        return f"face {self.pk}"

    @property
    def box(self) -> Box:
        return Box(self.left, self.top, self.right, self.bottom)

    @property
    def detection(self) -> Detection:
        points = tuple((float(x), float(y)) for x, y in self.landmarks)
        return Detection(self.box, points, self.score)


class Track(models.Model):
    """Where in a video an in-clip cluster was seen."""

    face = models.OneToOneField(Face, models.CASCADE, related_name="track")
    frames = models.PositiveIntegerField(help_text="Sampled frames in which it was found.")
    enough = models.BooleanField(help_text="10 sampled frames, or half of a short clip's.")
    moments = models.JSONField(default=list, help_text="(start, end) in seconds.")

    def __str__(self) -> str:
        return f"track of {self.face}"
