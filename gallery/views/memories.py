from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.queries import memories as queries
from gallery.queries.life import years_of_life


@require_safe
def memories(request: MemberRequest) -> HttpResponse:
    """This day through the years, or another day with `on`, as in 02-29."""
    library, today = access.library_to_see(request), timezone.localdate()
    day = _day(request.GET["on"]) if "on" in request.GET else today
    before, after = queries.neighbours(day)
    context = {
        "day": day,
        "is_today": (day.month, day.day) == (today.month, today.day),
        "years": queries.on_this_day(library, day, today),
        "before": before,
        "after": after,
    }
    return render(request, "memories.html", context)


@require_safe
def person_years(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody's best photo of each year of their life."""
    person = access.person_to_see(request.user, pk)
    return render(request, "years.html", {"person": person, "years": years_of_life(person)})


def _day(text: str) -> date:
    """Month and day, in a year that has them all."""
    try:
        return date.fromisoformat(f"{queries.LEAP_YEAR}-{text}")
    except ValueError:
        raise Http404 from None
