from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from faces.types import Box
from gallery.models.decision import Decision
from gallery.models.face import Face
from gallery.models.library import Library
from gallery.models.person import Person


class StatementQuerySet(models.QuerySet["Statement"]):
    def standing(self) -> "StatementQuerySet":
        return self.filter(withdrawn_at=None)

    def that_part(self) -> "StatementQuerySet":
        """Those by which two faces are never put together."""
        return self.standing().filter(kind__in=[Statement.Kind.DIFFERENT, Statement.Kind.IS_NOT])


class Statement(models.Model):
    """One thing somebody said: the ledger, to which rows are only ever added.

    A face is named by the hash of its original and its box, so what was said of it outlives its
    row: another detector, another network, a new import. gallery.pipeline.remember says it again.
    """

    class Kind(models.TextChoices):
        IS = "is", "this face is this person"
        IS_NOT = "is-not", "this face is not this person"
        SAME = "same", "what two people were called is one person"
        DIFFERENT = "different", "these two faces are different people"
        NOT_A_FACE = "not-a-face", "this is not a face"
        TWICE = "twice", "one person is seen twice in this photo"
        DRAWN = "drawn", "here is a face that was not found"
        COVER = "cover", "this face stands for the person"
        NAME = "name", "the person's name"
        HIDE = "hide", "whether the person is hidden"
        BIRTH_DATE = "birth-date", "when the person was born"
        GENDER = "gender", "the person's gender"
        LEFT_OUT = "left-out", "whether the person is left out of recognition"
        FORGOTTEN = "forgotten", "who is here is never to be recognised"
        DATE = "date", "when a photo was taken"

    library = models.ForeignKey(Library, models.CASCADE, related_name="statements")
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="statements")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Decision,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="withdrawn",
        help_text="The later word that counts instead, or the decision that was undone.",
    )

    # Who was merged away keeps their number: undoing brings them back under it.
    person = models.ForeignKey(
        Person, models.DO_NOTHING, null=True, blank=True, db_constraint=False, related_name="+"
    )
    said = models.JSONField(default=dict, help_text="The name, the date, and so on.")

    face = models.ForeignKey(Face, models.SET_NULL, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the original.")
    box = models.JSONField(default=list, help_text="Left, top, right, bottom, as fractions.")
    time = models.FloatField(null=True, blank=True, help_text="Seconds; videos only.")
    other_face = models.ForeignKey(Face, models.SET_NULL, null=True, blank=True, related_name="+")
    other_sha256 = models.CharField(max_length=64, blank=True)
    other_box = models.JSONField(default=list)
    other_time = models.FloatField(null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(face=None) | ~Q(sha256=""), name="a_statement_of_a_face_says_where"
            ),
            models.CheckConstraint(
                condition=Q(face=None) | Q(other_face=None) | ~Q(face=F("other_face")),
                name="a_statement_of_two_faces_is_of_two",
            ),
        ]
        indexes = [
            models.Index(fields=["library", "sha256"], name="statements_of_an_original"),
            models.Index(fields=["library", "kind"], name="statements_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def place(self) -> Box | None:
        return Box(*self.box) if self.box else None

    @property
    def other_place(self) -> Box | None:
        return Box(*self.other_box) if self.other_box else None
