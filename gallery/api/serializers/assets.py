from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from gallery.api.fields import Day, KeyInQuery, Keys
from gallery.api.links import picture_url
from gallery.models import Asset, Dating

PRECISIONS = {
    "day": Asset.Precision.FULL,
    "month": Asset.Precision.MONTH,
    "year": Asset.Precision.YEAR,
}


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A photo",
            {
                "id": 3,
                "library": 1,
                "kind": "photo",
                "media_type": "image/jpeg",
                "name": "IMG_2231.jpg",
                "size": 2841123,
                "width": 4032,
                "height": 3024,
                "duration": None,
                "taken_on": "2019-07-14",
                "taken_at": "2019-07-14T10:03:12Z",
                "taken_offset": 120,
                "taken_source": "exif",
                "taken_precision": "day",
                "problem": "",
                "thumbnail_url": "/api/v1/assets/3/thumbnail/",
                "preview_url": "/api/v1/assets/3/preview/",
                "original_url": "/api/v1/assets/3/original/",
                "page_url": "/photos/3/",
            },
            response_only=True,
        )
    ]
)
class AssetSerializer(serializers.Serializer[Asset]):
    """A photo or video, and when it was taken."""

    id = serializers.IntegerField(source="pk")
    library = serializers.IntegerField(source="library_id")
    kind = serializers.ChoiceField(choices=Asset.Kind.choices)
    media_type = serializers.CharField()
    name = serializers.CharField(help_text="As the sender called it.")
    size = serializers.IntegerField(help_text="Bytes.")
    width = serializers.IntegerField(help_text="Pixels, upright; 0: it cannot be shown.")
    height = serializers.IntegerField(help_text="Pixels, upright.")
    duration = serializers.FloatField(allow_null=True, help_text="Seconds; videos only.")
    taken_on = serializers.DateField(
        allow_null=True, help_text="The day by the clock of the place where it was taken."
    )
    taken_at = serializers.DateTimeField(allow_null=True, help_text="In UTC.")
    taken_offset = serializers.IntegerField(
        allow_null=True, help_text="Minutes east of UTC where it was taken, if known."
    )
    taken_source = serializers.ChoiceField(
        choices=Asset.DateSource.choices, help_text="Who said when."
    )
    taken_precision = serializers.SerializerMethodField(help_text="day, month or year.")
    problem = serializers.CharField(help_text="Why it cannot be shown; empty: it can.")
    thumbnail_url = serializers.SerializerMethodField()
    preview_url = serializers.SerializerMethodField()
    original_url = serializers.SerializerMethodField()
    page_url = serializers.CharField(source="get_absolute_url")

    def get_taken_precision(self, asset: Asset) -> str:
        return asset.taken_precision or "day"

    def get_thumbnail_url(self, asset: Asset) -> str:
        return picture_url(asset.pk, "thumbnail")

    def get_preview_url(self, asset: Asset) -> str:
        return picture_url(asset.pk, "preview")

    def get_original_url(self, asset: Asset) -> str:
        return picture_url(asset.pk, "original")


class AssetsInQuery(serializers.Serializer[None]):
    """Which photos and videos."""

    library = KeyInQuery(required=False, help_text="One of yours; without it your first.")
    person = KeyInQuery(required=False, help_text="Of this person only.")
    taken_from = Day(required=False, help_text="From this day on.")
    taken_to = Day(required=False, help_text="To this day.")


@extend_schema_serializer(
    examples=[
        OpenApiExample("A year", {"assets": [3, 4], "date": "1987-01-01", "precision": "year"})
    ]
)
class DatesSerializer(serializers.Serializer[None]):
    """When photos of one library were taken."""

    assets = Keys()
    date = Day()
    precision = serializers.ChoiceField(
        choices=list(PRECISIONS), default="day", help_text="How exactly it is known."
    )


@extend_schema_serializer(examples=[OpenApiExample("Two photos", {"assets": [3, 4]})])
class DatesRightSerializer(serializers.Serializer[None]):
    """Photos of one library whose dates are right as they are."""

    assets = Keys()


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A scanned photo",
            {
                "asset": 3,
                "taken_on": "2019-07-14",
                "year": 1987,
                "low": 1985.2,
                "high": 1989.9,
                "lowest": 1983.1,
                "highest": 1992.4,
            },
            response_only=True,
        )
    ]
)
class DatingSerializer(serializers.Serializer[Dating]):
    """When a photo was taken by the ages on it: years with a fraction."""

    asset = serializers.IntegerField(source="asset_id")
    taken_on = serializers.DateField(
        source="asset.taken_on", allow_null=True, help_text="The date it has; null: none."
    )
    year = serializers.IntegerField(help_text="The likeliest.")
    low = serializers.FloatField(help_text="Where the shortest interval of 80 % begins.")
    high = serializers.FloatField(help_text="Where it ends.")
    lowest = serializers.FloatField(help_text="Where that of 95 % begins.")
    highest = serializers.FloatField(help_text="Where it ends.")
