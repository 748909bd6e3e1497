from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.models import Person
from gallery.numbers import number
from gallery.queries.companions import portraits, to_compare
from gallery.queries.same_age import same_age
from gallery.queries.years import photos_of

GONE = 0  # the key of nobody


@require_safe
def person_with(request: MemberRequest, pk: int, other: int) -> HttpResponse:
    """The photos that show two people; for htmx with `after`, more of them."""
    found = access.person_to_see(request.user, pk)
    beside = access.person_in(found.library, other)
    photos = photos_of(found, beside=beside, after=number(request.GET.get("after")))
    context = {"person": found, "other": beside, "photos": photos, "within": _within(found)}
    if request.htmx and "after" in request.GET:
        return render(request, "person/years.html", context)
    faces = {one.person.pk: one for one in portraits(Person.objects.filter(pk__in=[pk, other]))}
    context["cards"] = [faces[one.pk] for one in (found, beside)]
    return render(request, "person_with.html", context)


@require_safe
def person_same_age(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody beside somebody else when both were as old; first whom to choose."""
    found = access.person_to_see(request.user, pk)
    context: dict[str, object] = {"person": found, "choices": to_compare(found)}
    if request.GET.get("with"):
        other = access.person_in(found.library, number(request.GET["with"]) or GONE)
        context |= {"other": other, "compared": same_age(found, other)}
    return render(request, "same_age.html", context)


def _within(person: Person) -> str:
    return f"?person={person.pk}"
