from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gallery.models.library import Library
from gallery.models.user import User

MIDDLE_OF_YEAR = (7, 1)
MIDDLE_OF_MONTH = 15


class AssetQuerySet(models.QuerySet["Asset"]):
    def visible_to(self, user: User) -> "AssetQuerySet":
        return self.filter(library__memberships__user=user)

    def newest_first(self) -> "AssetQuerySet":
        """Order as the timeline shows them: by the day they were taken, undated ones last."""
        return self.order_by(models.F("taken_at").desc(nulls_last=True), "-pk")


class Asset(models.Model):
    """One original file, kept byte for byte."""

    class Kind(models.TextChoices):
        PHOTO = "photo"
        VIDEO = "video"

    class DateSource(models.TextChoices):
        EXIF = "exif", "the camera"
        GPS = "gps", "the satellite time in the file"
        QUICKTIME = "quicktime", "the camera"
        SIDECAR = "sidecar", "a sidecar file"
        TYPED = "typed", "somebody in the family"
        FILENAME = "filename", "the file's name"
        FILE = "file", "the file's own time"
        UNKNOWN = "unknown", "nobody"

    class Precision(models.TextChoices):
        YEAR = "year"
        MONTH = "month"
        FULL = "", "to the day"

    DATE_COLUMNS = ("taken_at", "taken_offset", "taken_on", "taken_source", "taken_precision")
    TRUSTED = (
        DateSource.EXIF,
        DateSource.GPS,
        DateSource.QUICKTIME,
        DateSource.SIDECAR,
        DateSource.TYPED,
    )

    library = models.ForeignKey(Library, models.CASCADE, related_name="assets")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    media_type = models.CharField(max_length=50, help_text="From the content, never the name.")
    sha256 = models.CharField(max_length=64)
    sha1 = models.CharField(max_length=40, db_index=True, help_text="For other programs' clients.")
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    name = models.CharField(max_length=255, help_text="As the sender called it; only ever shown.")
    external_path = models.TextField(
        blank=True, help_text="Where the original is, if it is read in place and not kept by us."
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    file_modified_at = models.DateTimeField(null=True, blank=True)

    # What ingest found out; a size of 0 x 0 means that nothing could be read.
    width = models.PositiveIntegerField(default=0, help_text="Pixels, upright.")
    height = models.PositiveIntegerField(default=0, help_text="Pixels, upright.")
    duration = models.FloatField(null=True, blank=True, help_text="Seconds; videos only.")
    colour = models.CharField(max_length=7, default="#d8d4cc", help_text="Its average, as #rrggbb.")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_offset = models.SmallIntegerField(
        null=True, blank=True, help_text="Minutes east of UTC where it was taken, if known."
    )
    taken_on = models.DateField(
        null=True, blank=True, help_text="The day by the clock of the place where it was taken."
    )
    taken_source = models.CharField(
        max_length=9, choices=DateSource.choices, default=DateSource.UNKNOWN
    )
    taken_precision = models.CharField(
        max_length=5,
        choices=Precision.choices,
        blank=True,
        default="",
        help_text="How exact a typed date is, if not to the day.",
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    camera = models.CharField(max_length=120, blank=True)
    problem = models.TextField(blank=True, help_text="Why it cannot be shown, in plain words.")

    objects = AssetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["library", "sha256"], name="a_library_keeps_the_same_bytes_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["photo", "video"]), name="an_asset_is_a_photo_or_a_video"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="an_asset_has_a_sha256"
            ),
        ]
        indexes = [
            models.Index(fields=["library", "-taken_at", "-id"], name="timeline"),
            models.Index(fields=["library", "taken_on"], name="timeline_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("asset", args=[self.pk])

    @property
    def taken_local(self) -> datetime | None:
        """The time on the clock where it was taken; without an offset it is kept as it stood."""
        if self.taken_at is None:
            return None
        return self.taken_at + timedelta(minutes=self.taken_offset or 0)

    def put_date(self, day: date, precision: str) -> None:
        """Take the day somebody says; of a year or month alone its middle. Does not save."""
        if precision == self.Precision.YEAR:
            day = date(day.year, *MIDDLE_OF_YEAR)
        elif precision == self.Precision.MONTH:
            day = day.replace(day=MIDDLE_OF_MONTH)
        if self.taken_on != day or self.taken_at is None:
            self.taken_at, self.taken_offset = datetime.combine(day, time(12), tzinfo=UTC), None
        self.taken_on, self.taken_precision = day, precision
        self.taken_source = self.DateSource.TYPED

    @property
    def date_is_trusted(self) -> bool:
        """Whether a camera, a sidecar or a person said when; a file's name does not count."""
        return self.taken_on is not None and self.taken_source in self.TRUSTED
