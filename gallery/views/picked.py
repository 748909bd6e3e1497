"""What is done with several people at once."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from gallery import access
from gallery.access import MemberRequest
from gallery.actions.hide import hide
from gallery.actions.merge import merge
from gallery.actions.rename import rename
from gallery.forms.joining import JoinForm
from gallery.models import Decision, Person
from gallery.notices import tell
from gallery.numbers import number
from gallery.queries.joining import joining
from gallery.queries.people import cards_of
from gallery.views.back import back, where_one_was
from gallery.views.gone import gone_is_not_found


@require_POST
@gone_is_not_found()
def people_hide(request: MemberRequest) -> HttpResponse:
    """Hide people, or with `show` bring them back."""
    if not request.POST.getlist("person"):
        return _nobody(request)
    people = _picked(request)
    hidden = "show" not in request.POST
    changing = [person for person in people if person.hidden != hidden]
    decision = hide(people, hidden=hidden, by=request.user)
    if decision:
        tell(request, _told_of_hiding(changing, hidden=hidden), undo=decision)
    if request.htmx:
        return render(request, "frame/notices.html")
    return back(request)


@require_POST
@gone_is_not_found()
def people_merge(request: MemberRequest) -> HttpResponse:
    """Show what people would be as one; with `sure` make them one.

    With `naming` one person alone is fine, too: they are given a name.
    """
    if not request.POST.getlist("person"):
        return _nobody(request)
    people = _picked(request)
    naming = "naming" in request.POST
    if len(people) < 2 and not naming:
        messages.warning(request, "Select two people or more who are the same.")
        return back(request)
    if not request.POST.get("sure"):
        return _preview(request, people, JoinForm(people=people))
    form = JoinForm(request.POST, people=people)
    if not form.is_valid() or (naming and not form.chosen_name):
        return _preview(request, people, form, status=422)
    keep, decision = _join(request, people, form)
    if decision:
        tell(request, _told(keep, len(people)), undo=decision)
    return back(request)


def _picked(request: MemberRequest) -> list[Person]:
    """Whom the form names, with whoever they are said to be (`same_as`).

    Raises:
        Http404: one of them is not there, or is no business of the member's.
    """
    fields = [*request.POST.getlist("person"), *request.POST.getlist("same_as")]
    pks = {number(field) for field in fields}
    if None in pks:
        raise Http404
    return access.people_to_change(request.user, [pk for pk in pks if pk is not None])


def _nobody(request: MemberRequest) -> HttpResponse:
    messages.warning(request, "Nobody was selected.")
    if request.htmx:
        return render(request, "frame/notices.html")
    return back(request)


def _preview(
    request: MemberRequest, people: list[Person], form: JoinForm, *, status: int = 200
) -> HttpResponse:
    found = joining(people[0].library, people)
    typed = "" if "same_as" in request.POST else request.POST.get("name", "")
    context = {
        "joining": found,
        "form": form,
        "naming": "naming" in request.POST,
        "namesakes": cards_of(form.namesakes),
        "typed": typed or (found.names[0] if found.names else ""),
        "next": where_one_was(request),
    }
    return render(request, "people_merge.html", context, status=status)


@transaction.atomic
def _join(
    request: MemberRequest, people: list[Person], form: JoinForm
) -> tuple[Person, Decision | None]:
    name = form.chosen_name
    keep = _who_stays(people, name)
    rest = [person for person in people if person != keep]
    decision = (
        merge(
            keep=keep,
            absorb=rest,
            by=request.user,
            name=name or None,
            born_as=form.cleaned_data["born_as"],
        )
        if rest
        else rename(keep, name, by=request.user)
    )
    keep.refresh_from_db()
    return keep, decision


def _who_stays(people: list[Person], name: str) -> Person:
    """Whoever has the name already, else who is seen most: others' links go on leading to them."""
    photos = {card.person.pk: card.photos for card in cards_of(people)}
    return max(people, key=lambda one: (one.name == name, bool(one.name), photos.get(one.pk, 0)))


def _told(keep: Person, count: int) -> str:
    if count == 1:
        return f"This is {keep.name}."
    return f"{count} are one person now: {keep.name or 'still without a name'}."


def _told_of_hiding(people: list[Person], *, hidden: bool) -> str:
    who = people[0].name or "That person" if len(people) == 1 else f"{len(people)} people"
    be = "is" if len(people) == 1 else "are"
    return f"{who} {be} hidden now." if hidden else f"{who} {be} back among the people."
