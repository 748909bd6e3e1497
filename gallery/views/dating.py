from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gallery import access
from gallery.access import MemberRequest
from gallery.actions.dates_right import say_dates_are_right
from gallery.actions.set_dates import set_dates
from gallery.forms.dates import DatingForm, PhotoDateForm
from gallery.forms.people import MONTHS
from gallery.models import Asset, Dating
from gallery.notices import tell
from gallery.queries.dating import open_dating, others_with, questions
from gallery.queries.tiles import day_in_words
from gallery.views.gone import gone_is_not_found


@require_safe
def dates(request: MemberRequest) -> HttpResponse:
    """Photos whose date may be wrong, or that have none: the family says when it was."""
    return _page(request)


@require_POST
@gone_is_not_found()
def date_answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the proposed date, another one, or say that the date is right."""
    asset = access.asset_to_change(request.user, pk)
    form, dating = DatingForm(request.POST), open_dating(asset)
    if not form.is_valid():
        messages.warning(request, "Please say yes, no, or another date.")
        return redirect("dates")
    if dating is None:
        messages.warning(request, "That was answered already.")
        return redirect("dates")
    assets = [dating.asset, *(others_with(dating) if form.cleaned_data["all"] else [])]
    if form.cleaned_data["answer"] == "no":
        decision = say_dates_are_right(assets, by=request.user)
        tell(request, "Good. You will not be asked again.", undo=decision)
        return redirect("dates")
    return _typed(request, dating, assets, proposed=form.cleaned_data["answer"] == "yes")


def _typed(
    request: MemberRequest, dating: Dating, assets: list[Asset], *, proposed: bool
) -> HttpResponse:
    form = PhotoDateForm({"year": dating.year} if proposed else request.POST)
    if not form.is_valid():
        return _page(request, status=422, refused=dating.pk, date_form=form)
    decision = set_dates(assets, form.taken_on, form.precision, by=request.user)
    tell(request, _told(form, len(assets)), undo=decision)
    return redirect("dates")


def _told(form: PhotoDateForm, count: int) -> str:
    day = form.taken_on
    words = {
        Asset.Precision.YEAR: f"about {day.year}",
        Asset.Precision.MONTH: f"{day:%B} {day.year}",
        Asset.Precision.FULL: day_in_words(day),
    }
    what = "This photo is" if count == 1 else f"These {count:,} photos are"
    return f"{what} from {words[Asset.Precision(form.precision)]} now."


def _page(request: MemberRequest, *, status: int = 200, **forms: object) -> HttpResponse:
    found = questions(access.library_to_see(request))
    context = {"page": found, "months": MONTHS, **forms}
    return render(request, "dating.html", context, status=status)
