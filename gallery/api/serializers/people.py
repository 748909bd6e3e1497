from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from gallery import ages
from gallery.api.fields import Day, Flag, FlagInQuery, Key, KeyInQuery, Keys, OrNull, Words
from gallery.api.links import crop_url
from gallery.models import Person

WHERE = {
    "page": "on the people page",
    "shelf": "on the shelf",
    "hidden": "hidden by somebody",
    "all": "wherever they are",
}


class BirthYearSerializer(serializers.Serializer[Person]):
    """When somebody was born, as the engine makes out from the faces: years with a fraction."""

    estimate = serializers.FloatField(source="birth_year")
    low = serializers.FloatField(source="birth_year_low")
    high = serializers.FloatField(source="birth_year_high")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Mia",
            {
                "id": 42,
                "library": 1,
                "name": "Mia",
                "birth_date": "2014-05-01",
                "birth_precision": "month",
                "birth_year": {"estimate": 2014.1, "low": 2013.2, "high": 2015.0},
                "born": "born May 2014",
                "gender": "female",
                "gender_said": None,
                "gender_estimated": "female",
                "photos": 312,
                "hidden": False,
                "left_out": False,
                "shelf": None,
                "cover": 7,
                "cover_url": "/api/v1/faces/7/crop/",
                "page_url": "/people/42/",
            },
            response_only=True,
        )
    ]
)
class PersonSerializer(serializers.Serializer[Person]):
    """Somebody: what people said, and what the engine made of the faces."""

    id = serializers.IntegerField(source="pk")
    library = serializers.IntegerField(source="library_id")
    name = serializers.CharField(help_text="Empty: nobody has named them.")
    birth_date = serializers.DateField(allow_null=True, help_text="As somebody said; it wins.")
    birth_precision = OrNull(help_text="Of the birth date: year, month or day.")
    birth_year = serializers.SerializerMethodField(help_text="As estimated.")
    born = serializers.SerializerMethodField(help_text='Such as "born about 1951 (1947-1955)".')
    gender = OrNull(source="shown_gender", help_text="female or male: as said, else as estimated.")
    gender_said = OrNull(help_text="As somebody said.")
    gender_estimated = OrNull(source="gender", help_text="As the engine makes out.")
    photos = serializers.IntegerField(help_text="On how many photos and videos they are.")
    hidden = serializers.BooleanField()
    left_out = serializers.BooleanField(help_text="Out of recognition: named by hand only.")
    shelf = OrNull(help_text="Why they are on the shelf: rare or one-day.")
    cover = serializers.IntegerField(
        source="shown_face", allow_null=True, help_text="The face that stands for them."
    )
    cover_url = serializers.SerializerMethodField(help_text="Its picture.")
    page_url = serializers.CharField(source="get_absolute_url")

    @extend_schema_field(BirthYearSerializer(allow_null=True))
    def get_birth_year(self, person: Person) -> dict[str, float] | None:
        known = person.birth_year is not None
        return BirthYearSerializer(person).data if known else None

    def get_born(self, person: Person) -> str:
        return ages.born(person)

    @extend_schema_field({"type": ["string", "null"]})
    def get_cover_url(self, person: Person) -> str | None:
        return crop_url(person.shown_face)  # type: ignore[attr-defined]  # annotated


class PeopleInQuery(serializers.Serializer[None]):
    """Which people."""

    library = KeyInQuery(required=False, help_text="One of yours; without it your first.")
    where = serializers.ChoiceField(
        choices=list(WHERE.items()),
        default="page",
        help_text="; ".join(f"{name}: {words}" for name, words in WHERE.items()),
    )
    named = FlagInQuery(required=False, help_text="Whether they have a name.")
    left_out = FlagInQuery(required=False, help_text="Whether they are out of recognition.")
    name = Words(
        required=False,
        allow_blank=True,
        max_length=100,
        help_text="What stands in the name, in any letter case.",
    )


@extend_schema_serializer(examples=[OpenApiExample("A name", {"name": "Mia"})])
class NameSerializer(serializers.Serializer[None]):
    """A name; empty takes it away."""

    name = Words(max_length=100, allow_blank=True)
    another = Flag(default=False, help_text="Whether this may be a second one of that name.")


@extend_schema_serializer(
    examples=[OpenApiExample("A month", {"birth_date": "2014-05-01", "precision": "month"})]
)
class BirthDateSerializer(serializers.Serializer[None]):
    """A birth date; null lets the estimate count again."""

    birth_date = Day(allow_null=True)
    precision = serializers.ChoiceField(
        choices=["year", "month", "day"], default="day", help_text="How exactly it is known."
    )


@extend_schema_serializer(examples=[OpenApiExample("A gender", {"gender": "female"})])
class GenderSerializer(serializers.Serializer[None]):
    """A gender; null lets the estimate count again."""

    gender = serializers.ChoiceField(choices=["female", "male"], allow_null=True)


@extend_schema_serializer(examples=[OpenApiExample("A face", {"face": 7})])
class CoverSerializer(serializers.Serializer[None]):
    """A face of theirs."""

    face = Key()


@extend_schema_serializer(examples=[OpenApiExample("Out", {"left_out": True})])
class LeaveOutSerializer(serializers.Serializer[None]):
    """Whether somebody is out of recognition."""

    left_out = Flag()


@extend_schema_serializer(
    examples=[OpenApiExample("Two at once", {"people": [42, 43], "hidden": True})]
)
class HideSerializer(serializers.Serializer[None]):
    """People of one library, to hide or to show again."""

    people = Keys()
    hidden = Flag()


@extend_schema_serializer(examples=[OpenApiExample("Two more", {"absorb": [43, 44]})])
class MergeSerializer(serializers.Serializer[None]):
    """Who else they are."""

    absorb = Keys(help_text="People who are this one, too; their faces come here.")


@extend_schema_serializer(
    examples=[OpenApiExample("Two faces", {"faces": [7, 12], "twice": False})]
)
class SplitSerializer(serializers.Serializer[None]):
    """Faces of theirs that are somebody else."""

    faces = Keys()
    twice = Flag(default=False, help_text="Whether the new person may be seen twice in a photo.")


@extend_schema_serializer(examples=[OpenApiExample("The word", {"confirm": "forget"})])
class ForgetSerializer(serializers.Serializer[None]):
    """The person's name, or the word forget: nothing brings them back."""

    confirm = Words(max_length=100)
