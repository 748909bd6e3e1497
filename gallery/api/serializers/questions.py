from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from gallery.api.fields import Flag
from gallery.models import Proposal


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "One person?",
            {
                "id": 9,
                "library": 1,
                "kind": "join",
                "words": "two people may be one",
                "person": 42,
                "other": 57,
                "faces": [301, 317],
            },
            response_only=True,
        )
    ]
)
class QuestionSerializer(serializers.Serializer[Proposal]):
    """What the engine proposes and the family decides."""

    id = serializers.IntegerField(source="pk")
    library = serializers.IntegerField(source="library_id")
    kind = serializers.CharField(help_text="Such as move or join.")
    words = serializers.CharField(source="get_kind_display", help_text="What it asks.")
    person = serializers.IntegerField(
        source="person_id", allow_null=True, help_text="Whom the faces are with."
    )
    other = serializers.IntegerField(
        source="other_id",
        allow_null=True,
        help_text="To whom they would go, or who may be the same; null: somebody new.",
    )
    faces = serializers.SerializerMethodField(help_text="The faces it is about.")

    def get_faces(self, proposal: Proposal) -> list[int]:
        return sorted(face.pk for face in proposal.faces.all())


@extend_schema_serializer(examples=[OpenApiExample("Yes", {"yes": True})])
class AnswerSerializer(serializers.Serializer[None]):
    """Yes or no."""

    yes = Flag()
