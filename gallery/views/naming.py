from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import reselect, retarget

from gallery import access
from gallery.access import MemberRequest
from gallery.actions.merge import merge
from gallery.actions.rename import rename
from gallery.forms.people import NameForm
from gallery.models import Decision, Person
from gallery.notices import tell
from gallery.queries.people import card, cards_of
from gallery.views.gone import gone_is_not_found
from gallery.views.person import page

ON_PEOPLE = "people"


@require_POST
@gone_is_not_found()
def person_rename(request: MemberRequest, pk: int) -> HttpResponse:
    """Name somebody, or say that they are somebody who has a name already."""
    person = access.person_to_change(request.user, pk)
    form = NameForm(request.POST, person=person)
    on_people = request.POST.get("page") == ON_PEOPLE
    if not form.is_valid():
        return _refused(request, person, form, on_people=on_people)
    keep, decision = _name(request, person, form)
    if decision:
        tell(request, _told(keep, decision), undo=decision)
    if request.htmx and on_people:
        return render(request, "people.html#done", {"card": card(keep), "merged": keep != person})
    return redirect("people") if on_people else redirect(keep)


def _name(request: MemberRequest, person: Person, form: NameForm) -> tuple[Person, Decision | None]:
    keep: Person | None = form.cleaned_data["same_as"]
    if keep is not None:
        return keep, merge(keep=keep, absorb=[person], by=request.user)
    name = form.cleaned_data["name"]
    decision = rename(person, name, by=request.user)
    person.name = name
    return person, decision


def _told(person: Person, decision: Decision) -> str:
    if decision.kind == Decision.Kind.MERGE:
        return f"These photos are {person.name}'s now."
    return f"This is {person.name}." if person.name else "The name is gone."


def _refused(
    request: MemberRequest, person: Person, form: NameForm, *, on_people: bool
) -> HttpResponse:
    namesakes = cards_of(form.namesakes)
    context = {"name_form": form, "namesakes": namesakes}
    if not request.htmx:
        return page(request, person, status=422, **context)
    context |= {"card": card(person), "page_name": ON_PEOPLE if on_people else ""}
    response = render(request, "parts/naming.html", context, status=422)
    return reselect(retarget(response, f"#naming-{person.pk}"), f"#naming-{person.pk}")
