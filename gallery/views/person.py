from datetime import MAXYEAR, MINYEAR, date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reselect, retarget

from gallery import access, ages
from gallery.access import MemberRequest
from gallery.actions.birth_date import set_birth_date
from gallery.actions.cover import choose_cover
from gallery.actions.forget import forget
from gallery.actions.gender import set_gender
from gallery.actions.hide import hide
from gallery.actions.leave_out import leave_out
from gallery.actions.merge import merge
from gallery.forms.people import (
    BirthDateForm,
    CoverForm,
    ForgetForm,
    GenderForm,
    HideForm,
    LeaveOutForm,
    MergeForm,
)
from gallery.models import Person
from gallery.notices import tell
from gallery.numbers import number
from gallery.queries.people import choices
from gallery.queries.person import person_page
from gallery.queries.years import photos_of
from gallery.views.back import back
from gallery.views.gone import gone_is_not_found


@require_safe
def person(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody through the years, from an age or a year on if one is asked for.

    For htmx only the photos, and with `after` those that follow.
    """
    found = access.person_to_see(request.user, pk)
    after, before = number(request.GET.get("after")), _before(request, found)
    if request.htmx and (after or before):
        photos = photos_of(found, after=after, before=before)
        context = {"person": found, "photos": photos, "within": _within(found)}
        return render(request, "person/years.html", context)
    return page(request, found)


@require_POST
@gone_is_not_found()
def person_birth_date(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.person_to_change(request.user, pk)
    form = BirthDateForm(request.POST)
    if not form.is_valid():
        return refused(request, found, "birth-date", birth_form=form)
    decision = set_birth_date(found, form.birth_date, form.precision, by=request.user)
    if decision:
        told = "Birth date kept." if form.birth_date else "The estimate counts again."
        tell(request, told, undo=decision)
    return redirect(found)


@require_POST
@gone_is_not_found()
def person_merge(request: MemberRequest, pk: int) -> HttpResponse:
    """Merge this person into another, who stays."""
    found = access.person_to_change(request.user, pk)
    form = MergeForm(request.POST, person=found)
    if not form.is_valid():
        return refused(request, found, "merge", merge_form=form)
    keep: Person = form.cleaned_data["other"]
    decision = merge(keep=keep, absorb=[found], by=request.user)
    keep.refresh_from_db()
    tell(request, f"They are one person now: {keep.name or 'still without a name'}.", undo=decision)
    return redirect(keep)


@require_POST
@gone_is_not_found()
def person_hide(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.person_to_change(request.user, pk)
    form = HideForm(request.POST)
    hidden = form.is_valid() and form.cleaned_data["hidden"]
    decision = hide([found], hidden=hidden, by=request.user)
    if decision:
        told = "is hidden now" if hidden else "is back among the people"
        tell(request, f"{found.name or 'That person'} {told}.", undo=decision)
    return redirect(found)


@require_POST
@gone_is_not_found()
def person_cover(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.person_to_change(request.user, pk)
    form = CoverForm(request.POST, person=found)
    if not form.is_valid():
        return refused(request, found, "cover", cover_form=form)
    decision = choose_cover(found, form.cleaned_data["face"], by=request.user)
    if decision:
        tell(request, "A new cover.", undo=decision)
    return back(request, otherwise=found.get_absolute_url())


@require_POST
@gone_is_not_found()
def person_gender(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.person_to_change(request.user, pk)
    form = GenderForm(request.POST)
    if not form.is_valid():
        return refused(request, found, "gender", gender_form=form)
    decision = set_gender(found, form.cleaned_data["gender"], by=request.user)
    if decision:
        tell(request, "Kept.", undo=decision)
    return redirect(found)


@require_POST
@gone_is_not_found()
def person_leave_out(request: MemberRequest, pk: int) -> HttpResponse:
    """Leave somebody out of recognition, or take them in again."""
    found = access.person_to_change(request.user, pk)
    form = LeaveOutForm(request.POST)
    left_out = form.is_valid() and form.cleaned_data["left_out"]
    decision = leave_out(found, left_out=left_out, by=request.user)
    if decision:
        told = "left out of recognition now" if left_out else "recognised again"
        tell(request, f"{found.name or 'That person'} is {told}.", undo=decision)
    return redirect(found)


@require_POST
@gone_is_not_found()
def person_forget(request: MemberRequest, pk: int) -> HttpResponse:
    """Erase all that is known of somebody, once they are named in so many letters."""
    found = access.person_to_change(request.user, pk)
    form = ForgetForm(request.POST, person=found)
    if not form.is_valid():
        return refused(request, found, "forget", forget_form=form)
    forget(found, by=request.user)
    tell(request, "Forgotten. The photos are still there.")
    return redirect("people")


def page(
    request: MemberRequest, found: Person, *, status: int = 200, **forms: object
) -> HttpResponse:
    """The person's page, with what was typed where that was refused."""
    shown = person_page(found, before=_before(request, found))
    context = {
        "person": found,
        "page": shown,
        "photos": shown.photos,
        "within": _within(found),
        "choices": choices(found),
        "birth_form": BirthDateForm(initial=BirthDateForm.as_typed(found)),
        "gender_form": GenderForm(initial={"gender": found.gender_said}),
        **forms,
    }
    return render(request, "person.html", context, status=status)


def refused(request: MemberRequest, found: Person, part: str, **forms: object) -> HttpResponse:
    """Say what was wrong with a form: in its place for htmx, else on the whole page."""
    response = page(request, found, status=422, **forms)
    if request.htmx:
        return reselect(retarget(response, f"#{part}"), f"#{part}")
    return response


def _before(request: MemberRequest, person: Person) -> date | None:
    """The day before which the photos are to begin: the end of an age, or of a year."""
    age, year = number(request.GET.get("age")), number(request.GET.get("year"))
    if age is not None:
        return ages.turning(person, age + 1)
    if year is not None and MINYEAR <= year < MAXYEAR:
        return date(year + 1, 1, 1)
    return None


def _within(person: Person) -> str:
    """The end of a photo's address that says: leaf among this person's photos."""
    return f"?person={person.pk}"
