from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from gallery.models.asset import Asset
from gallery.models.face import Face
from gallery.models.library import Library
from gallery.models.statement import Statement


class DatingQuerySet(models.QuerySet["Dating"]):
    def open(self, library: Library) -> "DatingQuerySet":
        """Those whose date nobody has typed or said to be right, of people who are shown."""
        right = Statement.objects.standing().filter(
            library=library, kind=Statement.Kind.DATE, said__right=True
        )
        shown = Face.objects.real().known().filter(asset=OuterRef("pk"))
        return (
            self.filter(Exists(shown), asset__library=library)
            .exclude(asset__taken_source=Asset.DateSource.TYPED)
            .exclude(asset__sha256__in=right.values("sha256"))
        )


class Dating(models.Model):
    """When a photo was taken by the ages on it, where the family should be asked.

    Written by the stage aggregate and nobody else, anew each time; decimal years.
    """

    asset = models.OneToOneField(Asset, models.CASCADE, primary_key=True, related_name="dating")
    year = models.SmallIntegerField(help_text="The likeliest.")
    low = models.FloatField(help_text="Where the shortest interval of 80 % begins.")
    high = models.FloatField()
    lowest = models.FloatField(help_text="Where that of 95 % begins.")
    highest = models.FloatField()
    doubt = models.FloatField(
        null=True, help_text="Log odds that its date is wrong; null where it has none."
    )

    objects = DatingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lowest__lte=F("low"), low__lt=F("high"), high__lte=F("highest")),
                name="the_wider_interval_of_a_dating_holds_the_narrower",
            ),
        ]

    def __str__(self) -> str:
        return f"dating of {self.asset_id}"
