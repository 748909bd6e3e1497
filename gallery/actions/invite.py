from gallery.models import Invitation, Library, Role, User


def invite(library: Library, *, role: Role, note: str, by: User) -> Invitation:
    """Make a link by which one person can join; it works once and for 14 days."""
    return Invitation.objects.create(library=library, role=role, note=note, invited_by=by)


def revoke_invitation(invitation: Invitation) -> None:
    """Take a link back; whoever joined by it stays."""
    Invitation.objects.open().filter(pk=invitation.pk).delete()
