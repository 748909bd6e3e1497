from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from gallery.api.fields import KeyInQuery, Words
from gallery.api.paging import LARGEST, LAST
from gallery.api.serializers.assets import AssetSerializer

LONGEST = 200  # letters of what is typed


class SearchInQuery(serializers.Serializer[None]):
    """What is looked for."""

    q = Words(
        max_length=LONGEST,
        allow_blank=True,
        help_text='In a family\'s words, such as "Mia and Tom, summer 2019" or "Mia as a baby".',
    )
    library = KeyInQuery(required=False, help_text="One of yours; without it your first.")
    page = KeyInQuery(required=False, max_value=LAST, help_text="Which page, from 1.")
    page_size = KeyInQuery(required=False, max_value=LARGEST, help_text="How many on a page.")


@extend_schema_serializer(
    many=False,
    examples=[
        OpenApiExample(
            "Nothing found",
            {"count": 0, "next": None, "previous": None, "unknown": ["zzz"], "results": []},
            response_only=True,
        )
    ],
)
class FoundSerializer(serializers.Serializer[None]):
    """A page of the photos and videos that were found, the newest first."""

    count = serializers.IntegerField(help_text="Of all that were found.")
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    unknown = serializers.ListField(
        child=serializers.CharField(), help_text="Words that were not understood, and left out."
    )
    results = AssetSerializer(many=True)
