from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from gallery.api.fields import Flag, Key, Keys, OrNull, Words
from gallery.models import Proposal
from gallery.queries.reasons import in_words


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
                "faces": [],
                "candidates": [],
                "reasons": ["In two photos they look alike."],
                "gain": 14.5,
                "answer": None,
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
        help_text="To whom they would go, or who may be the same; null: nobody who is there.",
    )
    faces = serializers.SerializerMethodField(help_text="The faces it is about.")
    candidates = serializers.SerializerMethodField(
        help_text="Of the kind who: who it may be, the likeliest first."
    )
    reasons = serializers.SerializerMethodField(help_text="Why it is asked, as sentences.")
    gain = serializers.FloatField(help_text="Faces that an answer is expected to settle.")
    answer = OrNull(help_text="yes or no; null: it is open.")

    def get_faces(self, proposal: Proposal) -> list[int]:
        return sorted(face.pk for face in proposal.faces.all())

    def get_candidates(self, proposal: Proposal) -> list[int]:
        return list(proposal.evidence.get("candidates", []))

    def get_reasons(self, proposal: Proposal) -> list[str]:
        return in_words(proposal)


@extend_schema_serializer(examples=[OpenApiExample("Yes", {"yes": True})])
class AnswerSerializer(serializers.Serializer[None]):
    """Yes or no."""

    yes = Flag()


@extend_schema_serializer(
    examples=[OpenApiExample("All but one", {"questions": [9, 10, 11], "wrong": [10]})]
)
class TogetherSerializer(serializers.Serializer[None]):
    """Several questions that are answered by yes, and those of them that are answered by no."""

    questions = Keys()
    wrong = Keys(default=list, allow_empty=True, min_length=0)


@extend_schema_serializer(
    examples=[OpenApiExample("Three answers", {"decisions": [81, 82, 83]}, response_only=True)]
)
class TogetherDoneSerializer(serializers.Serializer[None]):
    """What was done, and what undoes it; what another answer had settled is passed over."""

    decisions = serializers.ListField(child=serializers.IntegerField())


@extend_schema_serializer(
    examples=[OpenApiExample("Somebody new", {"person": None, "name": "Mia"})]
)
class WhoSerializer(serializers.Serializer[None]):
    """Who somebody without a name is: a new name, or somebody who is there already."""

    person = Key(allow_null=True, help_text="Null: somebody new, of the name.")
    name = Words(max_length=100, allow_blank=True, default="")
