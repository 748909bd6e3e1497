from collections.abc import Collection
from datetime import date

from django.db import transaction

from gallery import jobs
from gallery.actions.ledger import Act
from gallery.actions.people import GoneError
from gallery.models import Asset, Decision, Stage, Statement, User


@transaction.atomic
def set_dates(assets: Collection[Asset], day: date, precision: str, *, by: User) -> Decision | None:
    """Say when photos of one library were taken; the originals stay as they are.

    Of a year alone it is the middle, so that ages are wrong by half a year at most; of a month
    too. Photos that had a time of day on the day that is typed keep it. None if that was said
    already.

    Args:
        assets: the photos.
        day: when, as exactly as it is known.
        precision: of Asset.Precision.
        by: who says so.

    Raises:
        GoneError: one of them is no longer there.
    """
    wanted = sorted({asset.pk for asset in assets})
    locked = list(Asset.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    if len(locked) != len(wanted) or not locked:
        raise GoneError("a photo is no longer there")
    library = locked[0].library
    act = Act(library, Decision.Kind.DATE, by=by)
    act.watch(Asset.objects.filter(pk__in=wanted))
    for asset in locked:
        asset.put_date(day, precision)
        said = {"date": day.isoformat(), "precision": precision}
        act.say_of(asset, Statement.Kind.DATE, **said)
    Asset.objects.bulk_update(locked, Asset.DATE_COLUMNS, batch_size=jobs.BATCH)
    jobs.enqueue(Stage.CLUSTER, library, after=jobs.QUIET)
    jobs.enqueue(Stage.AGGREGATE, library)
    return act.decide()
