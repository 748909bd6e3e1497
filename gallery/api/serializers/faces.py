from datetime import date

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from gallery import ages
from gallery.api.fields import Flag, FlagInQuery, Key, Keys, Share
from gallery.api.links import crop_url
from gallery.models import Face


class BoxSerializer(serializers.Serializer[Face]):
    """Where a face is, in fractions of the upright picture."""

    left = Share()
    top = Share()
    right = Share()
    bottom = Share()

    def validate(self, attrs: dict[str, float]) -> dict[str, float]:
        if attrs["left"] >= attrs["right"] or attrs["top"] >= attrs["bottom"]:
            raise serializers.ValidationError("Left comes before right, and top before bottom.")
        return attrs


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A face",
            {
                "id": 7,
                "asset": 3,
                "person": 42,
                "confirmed": True,
                "drawn": False,
                "not_a_face": False,
                "box": {"left": 0.41, "top": 0.22, "right": 0.53, "bottom": 0.4},
                "time": None,
                "taken_on": "2019-07-14",
                "age": 5.4,
                "age_then": "5",
                "crop_url": "/api/v1/faces/7/crop/",
            },
            response_only=True,
        )
    ]
)
class FaceSerializer(serializers.Serializer[Face]):
    """A face in a photo or video: where, when, whose."""

    id = serializers.IntegerField(source="pk")
    asset = serializers.IntegerField(source="asset_id")
    person = serializers.IntegerField(source="person_id", allow_null=True)
    confirmed = serializers.BooleanField(help_text="Somebody said: this is this person.")
    drawn = serializers.SerializerMethodField(help_text="Drawn by somebody, not found.")
    not_a_face = serializers.BooleanField()
    box = BoxSerializer(source="*")
    time = serializers.FloatField(allow_null=True, help_text="Seconds; videos only.")
    taken_on = serializers.DateField(source="asset.taken_on", allow_null=True)
    age = serializers.FloatField(allow_null=True, help_text="Years, as this face alone looks.")
    age_then = serializers.SerializerMethodField(
        help_text='By the person\'s birth, such as "3" or "about 34"; empty if nobody can know.'
    )
    crop_url = serializers.SerializerMethodField()

    def get_drawn(self, face: Face) -> bool:
        return face.detected_by == Face.DRAWN

    def get_age_then(self, face: Face) -> str:
        day: date | None = face.asset.taken_on
        return ages.age_on(face.person, day) if face.person else ""

    def get_crop_url(self, face: Face) -> str:
        return crop_url(face.pk) or ""


class FacesInQuery(serializers.Serializer[None]):
    """Which faces."""

    confirmed = FlagInQuery(required=False, help_text="Whether somebody said whose they are.")


class FacesOfAssetInQuery(serializers.Serializer[None]):
    """Which faces of a photo or video."""

    hidden = FlagInQuery(default=False, help_text="Also those of people somebody hid.")


@extend_schema_serializer(
    examples=[OpenApiExample("To somebody new", {"faces": [7, 12], "person": None})]
)
class MoveSerializer(serializers.Serializer[None]):
    """Faces of one library, and whose they are."""

    faces = Keys()
    person = Key(allow_null=True, help_text="Whose they are; null: somebody new.")
    twice = Flag(default=False, help_text="Whether they may be seen twice in a photo.")


@extend_schema_serializer(examples=[OpenApiExample("Two faces", {"faces": [7, 12]})])
class FacesSerializer(serializers.Serializer[None]):
    """Faces of one library."""

    faces = Keys()


@extend_schema_serializer(examples=[OpenApiExample("In a mirror", {"first": 7, "second": 12})])
class TwiceSerializer(serializers.Serializer[None]):
    """Two faces of one photo that are one person: a mirror, a collage, a picture on the wall."""

    first = Key()
    second = Key()


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Somebody in the background",
            {"box": {"left": 0.4, "top": 0.2, "right": 0.5, "bottom": 0.35}, "person": None},
        )
    ]
)
class DrawSerializer(serializers.Serializer[None]):
    """A face that was not found."""

    box = BoxSerializer()
    person = Key(allow_null=True, default=None, help_text="Whose it is, if that is known.")
