from datetime import UTC, date, datetime

import pytest

from gallery.actions.people import GoneError
from gallery.actions.set_dates import set_dates
from gallery.actions.undo import undo
from gallery.models import Asset, Statement
from tests.gallery.factories import AssetFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


@pytest.mark.parametrize(
    ("precision", "taken_on"),
    [("year", date(1994, 7, 1)), ("month", date(1994, 3, 15)), ("", date(1994, 3, 9))],
)
def test_a_typed_date_is_trusted_and_in_the_middle_of_what_is_known(
    library, owner, precision, taken_on
):
    photos = [AssetFactory(library=library) for _ in range(2)]
    set_dates(photos, date(1994, 3, 9), precision, by=owner)
    for photo in photos:
        photo.refresh_from_db()
        assert (photo.taken_on, photo.taken_precision) == (taken_on, precision)
        assert photo.date_is_trusted


def test_the_time_of_day_stays_where_the_day_was_right(library, owner):
    photo = AssetFactory(library=library, taken_source=Asset.DateSource.FILE)
    set_dates([photo], date(2019, 7, 14), "", by=owner)
    photo.refresh_from_db()
    assert photo.taken_at == datetime(2019, 7, 14, 12, tzinfo=UTC)
    assert photo.taken_source == "typed"


def test_it_is_undone_and_the_later_word_stands_till_then(library, owner):
    photo = AssetFactory(library=library)
    before = Asset.objects.values().get()
    first = set_dates([photo], date(1994, 1, 1), "year", by=owner)
    second = set_dates([photo], date(1995, 1, 1), "year", by=owner)
    assert Statement.objects.standing().get().said["date"] == "1995-01-01"
    undo(second)
    assert Statement.objects.standing().get().said["date"] == "1994-01-01"
    undo(first)
    assert Asset.objects.values().get() == before
    assert not Statement.objects.standing().exists()


def test_a_photo_that_is_gone_is_told_so(library, owner):
    photo = AssetFactory(library=library)
    Asset.objects.all().delete()
    with pytest.raises(GoneError):
        set_dates([photo], date(1994, 1, 1), "year", by=owner)
