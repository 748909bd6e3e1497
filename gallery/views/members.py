from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.actions.change_members import LastOwnerError, change_role, remove_member
from gallery.actions.invite import invite, revoke_invitation
from gallery.forms.library import InviteForm, RoleForm
from gallery.models import Invitation, Membership, Role
from gallery.notices import tell
from gallery.queries import library as queries

NEW_INVITATION = "new_invitation"  # in the session: the link is shown once, to whoever made it
LAST_OWNER = "A library needs an owner. Make somebody else an owner first."


@require_safe
def members(request: MemberRequest) -> HttpResponse:
    return _page(request, InviteForm())


@require_POST
def member_invite(request: MemberRequest) -> HttpResponse:
    library = access.library_to_own(request)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    made = invite(
        library,
        role=form.chosen,
        note=form.cleaned_data["note"],
        by=request.user,
    )
    request.session[NEW_INVITATION] = made.pk
    return redirect("members")


@require_POST
def invitation_revoke(request: MemberRequest, pk: int) -> HttpResponse:
    revoke_invitation(access.invitation_to_revoke(request.user, pk))
    tell(request, "The link does not work any more.")
    return redirect("members")


@require_POST
def member_role(request: MemberRequest, pk: int) -> HttpResponse:
    membership = access.membership_to_change(request.user, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, InviteForm(), status=422)
    try:
        change_role(membership, form.chosen)
    except LastOwnerError:
        tell(request, LAST_OWNER)
        return _page(request, InviteForm(), status=422)
    except Membership.DoesNotExist as gone:
        raise Http404 from gone
    tell(request, f"{membership.user} is now here as {form.chosen.label.lower()}.")
    return _after(request, membership)


@require_POST
def member_remove(request: MemberRequest, pk: int) -> HttpResponse:
    membership = access.membership_to_change(request.user, pk)
    try:
        remove_member(membership)
    except LastOwnerError:
        tell(request, LAST_OWNER)
        return _page(request, InviteForm(), status=422)
    except Membership.DoesNotExist as gone:
        raise Http404 from gone
    tell(request, f"{membership.user} no longer belongs to {membership.library}.")
    return _after(request, membership)


def _after(request: MemberRequest, changed: Membership) -> HttpResponse:
    """Back to the list, unless one has just changed oneself and may not see it any more."""
    return redirect("photos" if changed.user_id == request.user.pk else "members")


def _page(request: MemberRequest, form: InviteForm, status: int = 200) -> HttpResponse:
    library = access.library_to_own(request)
    context = {
        "members": queries.members_of(library),
        "invitations": queries.open_invitations_to(library),
        "form": form,
        "roles": Role.choices,
        "link": _new_link(request),
        "only_here": request.get_host().rpartition(":")[0] in {"localhost", "127.0.0.1", "[::1]"},
    }
    return render(request, "members.html", context, status=status)


def _new_link(request: MemberRequest) -> str:
    """The address of the invitation made a moment ago, with this server's name."""
    pk = request.session.pop(NEW_INVITATION, None)
    if pk is None:
        return ""
    made = Invitation.objects.open().filter(pk=pk, invited_by=request.user).first()
    return request.build_absolute_uri(made.get_absolute_url()) if made else ""
