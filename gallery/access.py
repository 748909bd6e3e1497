"""Who may see or change what: the only answer.

Everything that is not yours is not there: 404, exactly as if it did not exist.
"""

from collections.abc import Collection

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django_htmx.middleware import HtmxDetails

from gallery.models import (
    Asset,
    Decision,
    Face,
    Invitation,
    Job,
    Library,
    Membership,
    Person,
    Proposal,
    Role,
    Token,
    User,
)

SESSION_KEY = "library"
CHANGERS = (Role.OWNER, Role.CONTRIBUTOR)


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in (LoginRequiredMiddleware sees to it)."""

    user: User
    htmx: HtmxDetails


def memberships_of(user: User) -> list[Membership]:
    return list(user.memberships.select_related("library").order_by("pk"))


def current_membership(request: MemberRequest) -> Membership:
    """The library the member looks at now: the one chosen last, else their first."""
    chosen = chosen_membership(request, memberships_of(request.user))
    if chosen is None:
        raise Http404
    return chosen


def chosen_membership(request: MemberRequest, memberships: list[Membership]) -> Membership | None:
    chosen = request.session.get(SESSION_KEY)
    first = memberships[0] if memberships else None
    return next((one for one in memberships if one.library_id == chosen), first)


def choose_library(request: MemberRequest, pk: int) -> Library:
    """Look at another of one's libraries from now on."""
    library = get_object_or_404(Library.objects.visible_to(request.user), pk=pk)
    request.session[SESSION_KEY] = library.pk
    return library


def library_to_see(request: MemberRequest) -> Library:
    return current_membership(request).library


def library_to_add_to(request: MemberRequest) -> Library:
    return _library_with_role(request, CHANGERS)


def library_to_own(request: MemberRequest) -> Library:
    """The current library, for what only its owners do: members, settings, recognition."""
    return _library_with_role(request, (Role.OWNER,))


def library_with_sheet(user: User, pk: int) -> Library:
    """A library of the member's, whether they look at it now or not."""
    return get_object_or_404(Library.objects.visible_to(user), pk=pk)


def library_chosen(user: User, pk: int | None) -> Library:
    """One of the member's libraries, by its number; without one their first. No session needed."""
    chosen = (one for one in memberships_of(user) if pk is None or one.library_id == pk)
    membership = next(chosen, None)
    if membership is None:
        raise Http404
    return membership.library


def asset_to_see(user: User, pk: int) -> Asset:
    return get_object_or_404(Asset.objects.visible_to(user).select_related("library"), pk=pk)


def face_to_see(user: User, pk: int) -> Face:
    return get_object_or_404(Face.objects.visible_to(user).select_related("asset"), pk=pk)


def face_to_change(user: User, pk: int) -> Face:
    return faces_to_change(user, [pk])[0]


def faces_to_change(user: User, pks: Collection[int]) -> list[Face]:
    """Faces of one library; 404 unless each of them is there and may be changed."""
    wanted = sorted(set(pks))
    faces = Face.objects.filter(
        pk__in=wanted,
        asset__library__memberships__user=user,
        asset__library__memberships__role__in=CHANGERS,
    )
    found = list(faces.select_related("asset__library", "person").order_by("pk"))
    if not found or len(found) != len(wanted) or len({f.asset.library_id for f in found}) > 1:
        raise Http404
    return found


def asset_to_change(user: User, pk: int) -> Asset:
    assets = Asset.objects.filter(
        library__memberships__user=user, library__memberships__role__in=CHANGERS
    )
    return get_object_or_404(assets.select_related("library"), pk=pk)


def person_to_see(user: User, pk: int) -> Person:
    return get_object_or_404(
        Person.objects.visible_to(user).select_related("library", "cover"), pk=pk
    )


def person_in(library: Library, pk: int) -> Person:
    """Somebody of a library that the member has been let into, and of no other of theirs."""
    return get_object_or_404(Person.objects.select_related("library"), library=library, pk=pk)


def person_to_change(user: User, pk: int) -> Person:
    people = Person.objects.filter(
        library__memberships__user=user, library__memberships__role__in=CHANGERS
    )
    return get_object_or_404(people.select_related("library", "cover"), pk=pk)


def people_to_change(user: User, pks: Collection[int]) -> list[Person]:
    """Several people of one library; if one of them is not there for the member, none is."""
    people = Person.objects.filter(
        library__memberships__user=user, library__memberships__role__in=CHANGERS, pk__in=pks
    )
    found = list(people.select_related("library", "cover").order_by("pk"))
    if not found or len(found) != len(set(pks)) or len({one.library_id for one in found}) > 1:
        raise Http404
    return found


def people_in(library: Library, pks: Collection[int]) -> list[Person]:
    """All of these people of a library that the member may change, in the order asked for."""
    found = {person.pk: person for person in Person.objects.filter(library=library, pk__in=pks)}
    if len(found) != len(set(pks)):
        raise Http404
    return [found[pk] for pk in dict.fromkeys(pks)]


def assets_to_change(user: User, pks: Collection[int]) -> list[Asset]:
    """Several photos and videos of one library; if one is not there for the member, none is."""
    assets = Asset.objects.filter(
        library__memberships__user=user, library__memberships__role__in=CHANGERS, pk__in=pks
    )
    found = list(assets.select_related("library").order_by("pk"))
    if not found or len(found) != len(set(pks)) or len({one.library_id for one in found}) > 1:
        raise Http404
    return found


def decision_to_see(user: User, pk: int) -> Decision:
    decisions = Decision.objects.filter(library__memberships__user=user)
    return get_object_or_404(decisions.select_related("by", "library"), pk=pk)


def proposal_to_see(user: User, pk: int) -> Proposal:
    return get_object_or_404(Proposal.objects.filter(library__memberships__user=user), pk=pk)


def token_to_revoke(user: User, pk: int) -> Token:
    return get_object_or_404(user.tokens.all(), pk=pk)


def decision_to_undo(user: User, pk: int) -> Decision:
    decisions = Decision.objects.filter(
        library__memberships__user=user, library__memberships__role__in=CHANGERS
    )
    return get_object_or_404(decisions, pk=pk)


def proposal_to_answer(user: User, pk: int) -> Proposal:
    proposals = Proposal.objects.filter(
        library__memberships__user=user, library__memberships__role__in=CHANGERS
    )
    return get_object_or_404(proposals, pk=pk)


def proposals_to_answer(user: User, pks: Collection[int]) -> list[Proposal]:
    """Several questions; 404 unless each of them is there for the member."""
    found = list(
        Proposal.objects.filter(
            pk__in=pks,
            library__memberships__user=user,
            library__memberships__role__in=CHANGERS,
        ).order_by("pk")
    )
    if len(found) != len(pks):
        raise Http404
    return found


def job_to_retry(user: User, pk: int) -> Job:
    jobs = Job.objects.quarantined().filter(
        library__memberships__user=user, library__memberships__role__in=CHANGERS
    )
    return get_object_or_404(jobs, pk=pk)


def invitation_to_revoke(user: User, pk: int) -> Invitation:
    invitations = Invitation.objects.open().filter(
        library__memberships__user=user, library__memberships__role=Role.OWNER
    )
    return get_object_or_404(invitations, pk=pk)


def invitation_to_accept(token: str) -> Invitation:
    """By its link, whoever holds it; used, expired and unknown ones are alike."""
    return get_object_or_404(Invitation.objects.open().select_related("library"), token=token)


def membership_to_change(user: User, pk: int) -> Membership:
    memberships = Membership.objects.filter(
        library__memberships__user=user, library__memberships__role=Role.OWNER
    )
    return get_object_or_404(memberships.select_related("library", "user"), pk=pk)


def may_change(membership: Membership) -> bool:
    return membership.role in CHANGERS


def may_correct(user: User, library: Library) -> bool:
    """Whether they may change what is said of people of a library they see."""
    return user.memberships.filter(library=library, role__in=CHANGERS).exists()


def _library_with_role(request: MemberRequest, roles: tuple[Role, ...]) -> Library:
    membership = current_membership(request)
    if membership.role not in roles:
        raise Http404
    return membership.library
