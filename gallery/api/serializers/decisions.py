from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from gallery.api.fields import FlagInQuery, KeyInQuery
from gallery.models import Decision, Statement
from gallery.queries.told import Told

KINDS = [one for one in Statement.Kind.choices if one[0] != Statement.Kind.FORGOTTEN]


@extend_schema_serializer(
    examples=[
        OpenApiExample("Done", {"decision": 81, "person": 42, "face": None}, response_only=True)
    ]
)
class DoneSerializer(serializers.Serializer[None]):
    """What was done, and what undoes it."""

    decision = serializers.IntegerField(
        allow_null=True, help_text="Undoes it; null: it was so already, and nothing has changed."
    )
    person = serializers.IntegerField(allow_null=True, help_text="Whose the faces are now.")
    face = serializers.IntegerField(allow_null=True, help_text="The face that was made.")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A name",
            {
                "id": 81,
                "library": 1,
                "kind": "rename",
                "words": "named Mia",
                "by": "anna",
                "at": "2026-11-24T18:00:00Z",
                "undone_at": None,
                "people": [42],
                "faces": 1,
                "assets": 0,
            },
            response_only=True,
        )
    ]
)
class DecisionSerializer(serializers.Serializer[Decision]):
    """Something that somebody did, and may have undone."""

    id = serializers.IntegerField(source="pk")
    library = serializers.IntegerField(source="library_id")
    kind = serializers.ChoiceField(choices=Decision.Kind.choices)
    words = serializers.SerializerMethodField(help_text="Goes on from who did it.")
    by = serializers.SerializerMethodField(help_text="Sign-in name of whoever did it.")
    at = serializers.DateTimeField()
    undone_at = serializers.DateTimeField(allow_null=True)
    people = serializers.SerializerMethodField(help_text="Whom it changed.")
    faces = serializers.SerializerMethodField(help_text="How many faces it changed.")
    assets = serializers.SerializerMethodField(help_text="How many photos it changed.")

    def get_words(self, decision: Decision) -> str:
        return Told(decision, self.context["names"]).words

    @extend_schema_field({"type": ["string", "null"]})
    def get_by(self, decision: Decision) -> str | None:
        return decision.by.username if decision.by else None

    def get_people(self, decision: Decision) -> list[int]:
        return sorted(int(pk) for pk in decision.before.get("people", ()))

    def get_faces(self, decision: Decision) -> int:
        return len(decision.before.get("faces", ()))

    def get_assets(self, decision: Decision) -> int:
        return len(decision.before.get("assets", ()))


class LibraryInQuery(serializers.Serializer[None]):
    """Which library."""

    library = KeyInQuery(required=False, help_text="One of yours; without it your first.")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A name",
            {
                "id": 205,
                "library": 1,
                "decision": 81,
                "kind": "name",
                "words": "the person's name",
                "by": "anna",
                "at": "2026-11-24T18:00:00Z",
                "withdrawn_at": None,
                "withdrawn_by": None,
                "person": 42,
                "said": {"name": "Mia"},
                "face": None,
                "sha256": "",
                "box": [],
                "time": None,
                "other_face": None,
                "other_sha256": "",
                "other_box": [],
                "other_time": None,
            },
            response_only=True,
        )
    ]
)
class StatementSerializer(serializers.Serializer[Statement]):
    """One thing that somebody said: of a person, a face, two faces, or a photo."""

    id = serializers.IntegerField(source="pk")
    library = serializers.IntegerField(source="library_id")
    decision = serializers.IntegerField(source="decision_id")
    kind = serializers.ChoiceField(choices=KINDS)
    words = serializers.CharField(source="get_kind_display", help_text="What it says.")
    by = serializers.SerializerMethodField(help_text="Sign-in name of whoever said it.")
    at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_by = serializers.IntegerField(
        source="withdrawn_by_id", allow_null=True, help_text="The decision that counts instead."
    )
    person = serializers.IntegerField(source="person_id", allow_null=True)
    said = serializers.DictField(help_text="The name, the date, and so on.")
    face = serializers.IntegerField(source="face_id", allow_null=True)
    sha256 = serializers.CharField(help_text="Of the original the face is in.")
    box = serializers.ListField(
        child=serializers.FloatField(),
        help_text="Left, top, right, bottom, as fractions; empty: of no face.",
    )
    time = serializers.FloatField(allow_null=True, help_text="Seconds; videos only.")
    other_face = serializers.IntegerField(source="other_face_id", allow_null=True)
    other_sha256 = serializers.CharField()
    other_box = serializers.ListField(child=serializers.FloatField())
    other_time = serializers.FloatField(allow_null=True)

    @extend_schema_field({"type": ["string", "null"]})
    def get_by(self, statement: Statement) -> str | None:
        return statement.by.username if statement.by else None


class StatementsInQuery(LibraryInQuery):
    """Which statements."""

    kind = serializers.ChoiceField(choices=KINDS, required=False)
    person = KeyInQuery(required=False, help_text="About this person.")
    standing = FlagInQuery(required=False, help_text="Whether they still count.")
