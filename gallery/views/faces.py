"""Faces put right: one in a sheet of its own, or many of somebody at once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reselect, reswap, retarget

from gallery import access
from gallery.access import MemberRequest
from gallery.actions.forbid import NobodysFaceError, forbid
from gallery.actions.move import SeenTwiceError, move
from gallery.actions.not_a_face import not_a_face
from gallery.actions.twice import NotTwiceError, twice
from gallery.forms.faces import WhoseForm
from gallery.models import Decision, Face, Person
from gallery.notices import tell
from gallery.numbers import number
from gallery.queries import faces as queries
from gallery.queries.faces import faces_of
from gallery.queries.people import cards_of, suggestions_in
from gallery.queries.why import why
from gallery.views.back import back, where_one_was
from gallery.views.gone import gone_is_not_found

MOST = 2000  # faces changed at once


@require_safe
def person_faces(request: MemberRequest, pk: int) -> HttpResponse:
    """All faces of somebody, to choose from and to put right."""
    person = access.person_to_see(request.user, pk)
    order = request.GET.get("order", "")
    order = order if order in queries.ORDERS else "newest"
    found = faces_of(person, order=order, number=request.GET.get("page"))
    context = {
        "person": person,
        "found": found,
        "orders": queries.ORDERS,
        "may_correct": access.may_correct(request.user, person.library),
    }
    return render(request, "faces.html", context)


@require_safe
def face(request: MemberRequest, pk: int) -> HttpResponse:
    """One face: why it is with whom it is, and what puts it right."""
    found = access.face_to_see(request.user, pk)
    return _sheet(request, found)


@require_safe
def suggestions(request: MemberRequest) -> HttpResponse:
    """People whose name begins like the one that is being typed."""
    library = access.library_to_add_to(request)
    typed = " ".join(request.GET.get("name", "").split())
    context = {"found": suggestions_in(library, typed)}
    return render(request, "parts/name_field.html#suggestions", context)


@require_POST
@gone_is_not_found()
def faces_move(request: MemberRequest) -> HttpResponse:
    """Say whose some faces are."""
    chosen = _chosen(request)
    form = WhoseForm(request.POST, library=chosen[0].asset.library)
    if not form.is_valid():
        return _refused(request, chosen, form)
    try:
        decision, person = move(
            chosen, form.whose, by=request.user, name=form.called, twice=form.cleaned_data["twice"]
        )
    except SeenTwiceError as seen:
        return _refused(request, chosen, form, seen=seen)
    return _told(request, _whose(len(chosen), person), decision)


@require_POST
@gone_is_not_found()
def faces_forbid(request: MemberRequest) -> HttpResponse:
    """Say that some faces are not whom they are with."""
    chosen = _chosen(request)
    name = chosen[0].person.name if chosen[0].person else ""
    try:
        decision = forbid(chosen, by=request.user)
    except NobodysFaceError:
        messages.warning(
            request, "No other face would be left of that person. Rename or hide them instead."
        )
        return back(request)
    return _told(request, f"Never {name or 'that person'} again.", decision)


@require_POST
@gone_is_not_found()
def faces_not_a_face(request: MemberRequest) -> HttpResponse:
    chosen = _chosen(request)
    decision = not_a_face(chosen, by=request.user)
    told = "That is no face." if len(chosen) == 1 else f"Those {len(chosen)} are no faces."
    return _told(request, told, decision)


@require_POST
@gone_is_not_found()
def face_twice(request: MemberRequest, pk: int) -> HttpResponse:
    """Say that another face of the same photo is the same person."""
    other = number(request.POST.get("other"))
    first, second = access.face_to_change(request.user, pk), other
    if second is None:
        raise Http404
    try:
        decision = twice(first, access.face_to_change(request.user, second), by=request.user)
    except NotTwiceError:
        messages.warning(request, "Say first who one of the two is.")
        return back(request)
    return _told(request, "The same person twice in this photo.", decision)


def _chosen(request: MemberRequest) -> list[Face]:
    pks = [number(text) for text in request.POST.getlist("face")[: MOST + 1]]
    if None in pks or len(pks) > MOST:
        raise Http404
    return access.faces_to_change(request.user, [pk for pk in pks if pk is not None])


def _told(request: MemberRequest, text: str, decision: Decision) -> HttpResponse:
    tell(request, text, undo=decision)
    return back(request)


def _whose(count: int, person: Person) -> str:
    who = person.name or "somebody new"
    return f"This is {who}." if count == 1 else f"These {count} faces are {who}."


def _refused(
    request: MemberRequest,
    chosen: list[Face],
    form: WhoseForm,
    *,
    seen: SeenTwiceError | None = None,
) -> HttpResponse:
    """Ask again: which of several, or whether somebody is seen twice in one photo."""
    here = where_one_was(request)
    context = {
        "chosen": chosen,
        "whose_form": form,
        "namesakes": cards_of(form.namesakes) if form.errors else [],
        "seen": seen,
        "next": here,
        "on_photo": here.startswith("/photos/"),
    }
    if not request.htmx:
        return render(request, "whose.html", context, status=422)
    # In the sheet that is open, where the answer would have been.
    sheet = render(request, "whose.html#sheet", context, status=422)
    return reswap(reselect(retarget(sheet, "[data-sheet-body]"), "#one-face"), "innerHTML")


def _sheet(request: MemberRequest, found: Face) -> HttpResponse:
    here = request.GET.get("next", "")
    beside = Face.objects.real().filter(asset=found.asset_id).exclude(pk=found.pk)
    context = {
        "face": found,
        "why": why(found),
        "beside": list(beside.filter(time=None).order_by("left")[:24]),
        "chosen": [found],
        "next": here,
        "on_photo": here.startswith("/photos/"),
        "may_correct": access.may_correct(request.user, found.asset.library),
    }
    return render(request, "face.html#sheet" if request.htmx else "face.html", context)
