from collections.abc import Collection

from django.db import transaction

from gallery.actions.ledger import Act
from gallery.actions.people import GoneError
from gallery.models import Asset, Decision, Statement, User


@transaction.atomic
def say_dates_are_right(assets: Collection[Asset], *, by: User) -> Decision | None:
    """Say that photos of one library have the right dates; nobody is asked about them again.

    Dates that somebody typed are their word already. None if nothing is left to be said.

    Raises:
        GoneError: one of them is no longer there.
    """
    wanted = sorted({asset.pk for asset in assets})
    locked = list(Asset.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    if len(locked) != len(wanted) or not locked:
        raise GoneError("a photo is no longer there")
    library = locked[0].library
    said = Statement.objects.standing().filter(library=library, kind=Statement.Kind.DATE)
    known = set(said.filter(said__right=True).values_list("sha256", flat=True))
    act = Act(library, Decision.Kind.DATE, by=by)
    for asset in locked:
        if asset.taken_source != Asset.DateSource.TYPED and asset.sha256 not in known:
            act.say_of(asset, Statement.Kind.DATE, right=True)
    return act.done()
