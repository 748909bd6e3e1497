from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gallery.models.library import Library
from gallery.models.user import User


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User) -> "PersonQuerySet":
        return self.filter(library__memberships__user=user)

    def named(self) -> "PersonQuerySet":
        return self.exclude(name="")

    def of_whom_something_was_said(self) -> "PersonQuerySet":
        return self.exclude(name="", hidden=False, birth_date=None, gender_said="", left_out=False)

    def on_the_people_page(self) -> "PersonQuerySet":
        return self.filter(hidden=False, shelf="")

    def on_the_shelf(self) -> "PersonQuerySet":
        return self.filter(hidden=False).exclude(shelf="")


class Person(models.Model):
    """Somebody the family sees; outlives the clusters that are made and remade beneath."""

    class Gender(models.TextChoices):
        FEMALE = "female"
        MALE = "male"
        UNKNOWN = ""

    class Precision(models.TextChoices):
        YEAR = "year"
        MONTH = "month"
        DAY = "day"

    class Shelf(models.TextChoices):
        NONE = "", "on the people page"
        RARE = "rare", "seen too rarely"
        ONE_DAY = "one-day", "seen on one day only"

    library = models.ForeignKey(Library, models.CASCADE, related_name="people")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # What people said.
    name = models.CharField(max_length=100, blank=True)
    hidden = models.BooleanField(default=False)
    birth_date = models.DateField(null=True, blank=True, help_text="Typed by somebody.")
    birth_precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    gender_said = models.CharField(
        max_length=6, choices=Gender.choices, blank=True, default="", help_text="Typed by somebody."
    )
    left_out = models.BooleanField(
        default=False, help_text="Out of recognition: only people say which faces are theirs."
    )
    cover = models.ForeignKey(
        "gallery.Face", models.SET_NULL, null=True, blank=True, related_name="covers"
    )

    # What the engine made of the faces; refine and aggregate write these and nobody else.
    shelf = models.CharField(max_length=8, choices=Shelf.choices, blank=True, default="")
    gender = models.CharField(max_length=6, choices=Gender.choices, blank=True, default="")
    p_male = models.FloatField(null=True, blank=True)
    birth_year = models.FloatField(null=True, blank=True)
    birth_year_low = models.FloatField(null=True, blank=True)
    birth_year_high = models.FloatField(null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_date=None, birth_precision="")
                | Q(birth_date__isnull=False, birth_precision__in=["year", "month", "day"]),
                name="a_typed_birth_date_says_how_exact_it_is",
            ),
            models.CheckConstraint(
                condition=Q(name="") | Q(shelf=""), name="a_named_person_is_never_shelved"
            ),
            models.CheckConstraint(
                condition=Q(birth_year=None)
                | Q(birth_year__gte=models.F("birth_year_low"))
                & Q(birth_year__lte=models.F("birth_year_high")),
                name="a_birth_year_lies_in_its_interval",
            ),
        ]
        indexes = [models.Index(fields=["library", "shelf", "hidden"], name="people_page")]

    def __str__(self) -> str:
        return self.name or "Who is this?"

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.pk])

    @property
    def shown_gender(self) -> str:
        """What somebody said, else what the engine made of the faces."""
        return self.gender_said or self.gender
