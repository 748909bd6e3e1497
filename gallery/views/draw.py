from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gallery import access
from gallery.access import MemberRequest
from gallery.actions.draw import CannotDrawError, draw
from gallery.actions.move import SeenTwiceError
from gallery.forms.faces import BoxForm, WhoseForm
from gallery.models import Asset, Decision
from gallery.notices import tell
from gallery.queries.photo import photo
from gallery.views.gone import gone_is_not_found

TWICE = (
    "That person is in this photo already. Leave the name empty, and say then that they are seen "
    "twice."
)


@require_http_methods(["GET", "HEAD", "POST"])
@gone_is_not_found()
def face_draw(request: MemberRequest, pk: int) -> HttpResponse:
    """Add a face that was not found in a photo."""
    asset = access.asset_to_change(request.user, pk)
    if request.method != "POST":
        return _page(request, asset, BoxForm())
    where = BoxForm(request.POST)
    whose = WhoseForm(request.POST, library=asset.library)
    if not where.is_valid():
        return _page(request, asset, where, "Draw a frame around the face.")
    try:
        decision = _draw(request, asset, where, whose)
    except CannotDrawError as reason:
        return _page(request, asset, where, str(reason))
    except SeenTwiceError:
        return _page(request, asset, where, TWICE)
    if decision is None:
        return _page(request, asset, where, "There are several of that name. Choose one of them.")
    tell(request, "The face is kept.", undo=decision)
    return redirect(asset)


def _draw(
    request: MemberRequest, asset: Asset, where: BoxForm, whose: WhoseForm
) -> Decision | None:
    """Draw it; None where it is open which of several people is meant."""
    if not any(request.POST.get(name) for name in ("person", "name")):
        return draw(asset, where.box, None, by=request.user)[0]
    if not whose.is_valid():
        return None
    return draw(asset, where.box, whose.whose, by=request.user, name=whose.called)[0]


def _page(request: MemberRequest, asset: Asset, form: BoxForm, wrong: str = "") -> HttpResponse:
    context = {
        "asset": asset,
        "photo": photo(asset),
        "form": form,
        "wrong": [wrong] if wrong else [],
    }
    return render(request, "draw.html", context, status=422 if wrong else 200)
