from collections.abc import Collection
from datetime import UTC, date, datetime, time

from django.db import transaction

from gallery import jobs
from gallery.actions.ledger import Act
from gallery.actions.people import GoneError
from gallery.models import Asset, Decision, Stage, Statement, User

MIDDLE_OF_YEAR = (7, 1)
MIDDLE_OF_MONTH = 15


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
        _date(asset, _middle(day, precision), precision)
        said = {"date": day.isoformat(), "precision": precision}
        act.say_of(asset, Statement.Kind.DATE, **said)
    columns = ["taken_at", "taken_offset", "taken_on", "taken_source", "taken_precision"]
    Asset.objects.bulk_update(locked, columns, batch_size=jobs.BATCH)
    jobs.enqueue(Stage.CLUSTER, library, after=jobs.QUIET)
    jobs.enqueue(Stage.AGGREGATE, library)
    return act.decide()


def _middle(day: date, precision: str) -> date:
    if precision == Asset.Precision.YEAR:
        return date(day.year, *MIDDLE_OF_YEAR)
    return day.replace(day=MIDDLE_OF_MONTH) if precision == Asset.Precision.MONTH else day


def _date(asset: Asset, day: date, precision: str) -> None:
    if asset.taken_on != day or asset.taken_at is None:
        asset.taken_at, asset.taken_offset = datetime.combine(day, time(12), tzinfo=UTC), None
    asset.taken_on, asset.taken_precision = day, precision
    asset.taken_source = Asset.DateSource.TYPED
