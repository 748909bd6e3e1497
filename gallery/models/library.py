import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from gallery.models.user import User

INVITATION_DAYS = 14


class Role(models.TextChoices):
    OWNER = "owner", "Owner"
    CONTRIBUTOR = "contributor", "Contributor"
    VIEWER = "viewer", "Viewer"


class LibraryQuerySet(models.QuerySet["Library"]):
    def visible_to(self, user: User) -> "LibraryQuerySet":
        return self.filter(memberships__user=user)


class Library(models.Model):
    """The photos of one household or member: the unit of access and of clustering."""

    name = models.CharField(max_length=100)
    recognition = models.BooleanField(
        default=False, help_text="Whether faces may be found and told apart here."
    )
    recognition_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recognition_decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="libraries"
    )

    objects = LibraryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "libraries"
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Who belongs to a library, and what they may do there."""

    library = models.ForeignKey(Library, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["library", "user"], name="a_member_has_one_role"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="a_membership_has_a_known_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.library}: {self.role}"


def _token() -> str:
    return secrets.token_urlsafe(24)


def _expiry() -> datetime:
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A link that lets one person join a library; it works once."""

    library = models.ForeignKey(Library, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.VIEWER)
    token = models.CharField(max_length=64, unique=True, default=_token, editable=False)
    note = models.CharField(max_length=100, blank=True, help_text="Whom it is for.")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(default=_expiry)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="an_invitation_has_a_known_role"
            ),
        ]

    def __str__(self) -> str:
        return f"to {self.library} as {self.role}"

    def get_absolute_url(self) -> str:
        return reverse("invitation", args=[self.token])
