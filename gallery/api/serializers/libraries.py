from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from gallery.models import Membership, Role


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A library",
            {"id": 1, "name": "The Lindqvists", "role": "owner", "recognition": True},
            response_only=True,
        )
    ]
)
class LibrarySerializer(serializers.Serializer[Membership]):
    """A library of yours."""

    id = serializers.IntegerField(source="library_id")
    name = serializers.CharField(source="library.name")
    role = serializers.ChoiceField(choices=Role.choices, help_text="Yours; viewers only look.")
    recognition = serializers.BooleanField(
        source="library.recognition", help_text="Whether faces are found and told apart."
    )
