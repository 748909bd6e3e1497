from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gallery.models.face import Face
from gallery.models.library import Library
from gallery.models.person import Person
from gallery.models.run import Run


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> "ProposalQuerySet":
        return self.filter(answer="")

    def in_order(self) -> "ProposalQuerySet":
        """What settles most for each answer first."""
        return self.order_by("-gain", "pk")


class Proposal(models.Model):
    """What a clustering would change, or a review would ask: the family decides."""

    class Kind(models.TextChoices):
        MOVE = "move", "faces would go from somebody to somebody else"
        JOIN = "join", "two people may be one"
        THESE = "these", "faces with somebody may be somebody else"
        WHO = "who", "who is somebody without a name"

    class Answer(models.TextChoices):
        OPEN = "", "nobody has answered"
        YES = "yes"
        NO = "no"

    library = models.ForeignKey(Library, models.CASCADE, related_name="proposals")
    run = models.ForeignKey(Run, models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="+", help_text="Whom the faces are with."
    )
    other = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="To whom they would go; nobody: somebody new.",
    )
    faces = models.ManyToManyField(Face, related_name="+")
    evidence = models.JSONField(default=dict, help_text="Why, in numbers.")
    gain = models.FloatField(
        default=0.0, help_text="Faces that an answer is expected to settle, asked with others."
    )
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="join") | Q(other__isnull=False), name="a_join_is_of_two_people"
            ),
            models.CheckConstraint(
                condition=Q(other=None) | ~Q(person=F("other")),
                name="a_proposal_concerns_two_people",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                name="an_answered_proposal_says_when",
            ),
        ]
        indexes = [models.Index(fields=["library", "answer"], name="open_proposals")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person}"
