from datetime import UTC, date, datetime

import pytest

from gallery.models import Asset
from gallery.queries import timeline as queries
from gallery.queries.tiles import in_order, newer_than, older_than
from tests.gallery.factories import AssetFactory, LibraryFactory

pytestmark = pytest.mark.django_db


def photos(library, day, count=1):
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return AssetFactory.create_batch(count, library=library, taken_at=at, taken_on=day)


def titles(library):
    return [stretch.title for stretch in queries.timeline(library).stretches]


def test_a_full_year_goes_by_months_newest_first(library):
    photos(library, date(2019, 7, 14), 30)
    photos(library, date(2019, 3, 2), 30)
    assert titles(library) == ["July 2019", "March 2019"]


def test_sparse_years_of_a_decade_stand_together(library):
    for year in (1971, 1978, 1979, 1984):
        photos(library, date(year, 5, 1), 2)
    assert titles(library) == ["1984", "1971\N{EN DASH}1979"]


def test_undated_photos_come_last(library):
    AssetFactory(library=library, taken_at=None)
    photos(library, date(1984, 5, 1))
    assert titles(library) == ["1984", "No date"]


def test_only_the_first_screen_is_filled(library):
    photos(library, date(2021, 1, 1), 70)
    photos(library, date(2020, 1, 1), 50)
    [newest, older] = queries.timeline(library).stretches
    assert sum(len(day.tiles) for day in newest.days) == 70
    assert older.days is None


def test_a_month_asked_for_is_filled(library):
    photos(library, date(2021, 1, 1), 70)
    photos(library, date(2020, 1, 1), 50)
    [newest, older] = queries.timeline(library, "2020-01").stretches
    assert newest.days is None
    assert older.days


def test_a_month_finds_the_years_that_hold_it(library):
    photos(library, date(1971, 5, 1))
    assert queries.stretch_of(library, "1971-05").title == "1971"
    assert queries.stretch_of(library, "1971-13") is None
    assert queries.stretch_of(library, "nonsense") is None


def test_pages_of_a_month_hold_each_photo_once(library, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 7)
    for day in range(1, 24, 2):
        photos(library, date(2021, 1, day), 4)
    seen, after = [], None
    while after is not None or not seen:
        stretch = queries.stretch_of(library, "2021-01", after)
        seen += [tile.asset.pk for day in stretch.days for tile in day.tiles]
        after = stretch.after
    assert len(seen) == 48
    assert set(seen) == set(Asset.objects.values_list("pk", flat=True))


def test_before_and_after_follow_the_order_of_the_timeline(library):
    noon = datetime(2019, 7, 14, 12, tzinfo=UTC)
    photos(library, date(2020, 1, 1))
    AssetFactory(library=library, taken_at=None, taken_on=date(2019, 7, 14))
    AssetFactory.create_batch(2, library=library, taken_at=noon)
    AssetFactory.create_batch(2, library=library, taken_at=None)
    AssetFactory(library=LibraryFactory())
    assets = Asset.objects.filter(library=library)
    order = list(in_order(assets))
    assert len(order) == 6
    for place, asset in enumerate(order):
        assert list(older_than(assets, asset)) == order[place + 1 :]
        assert list(newer_than(assets, asset)) == order[:place][::-1]


@pytest.mark.parametrize("months", [1, 6])
def test_the_number_of_questions_does_not_grow(library, months, django_assert_num_queries):
    for month in range(1, months + 1):
        photos(library, date(2021, month, 1), 50)
    with django_assert_num_queries(3):
        queries.timeline(library)
