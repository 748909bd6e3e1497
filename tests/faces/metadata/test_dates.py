from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faces.metadata.dates import Clock, from_name, parse_date, parse_offset, parse_place, place
from faces.metadata.values import Source

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CLOCK = Clock(NOW, UTC)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024:01:31 12:00:01", "2024-01-31T12:00:01"),
        ("2024:02:29 12:00:00\0", "2024-02-29T12:00:00"),
        ("2024-01-31T12:00:00.25", "2024-01-31T12:00:00.250000"),
        ("2023-09-22T18:34:05+0200", "2023-09-22T18:34:05+02:00"),
        ("2023-09-22T16:34:05.000000Z", "2023-09-22T16:34:05+00:00"),
        ("1850:06:01 00:00:00", "1850-06-01T00:00:00"),
    ],
)
def test_dates_are_read_as_files_write_them(text, iso):
    assert parse_date(text).isoformat() == iso


@pytest.mark.parametrize(
    "text",
    [
        "0000:00:00 00:00:00",
        "    :  :     :  :  ",
        "2024:02:30 12:00:00",
        "2023:02:29 12:00:00",
        "2024:13:01 12:00:00",
        "2024:01:01 25:00:00",
        "2024:01:01 24:00:00",
        "2024:01:01 12:61:00",
        "<script>alert(1)</script>",
        "",
        None,
        20240131,
        b"2024:01:31 12:00:00",
    ],
)
def test_what_is_no_date_is_unknown(text):
    assert parse_date(text) is None


def test_a_date_that_is_longer_than_any_date_is_not_read():
    assert parse_date("2024:01:31" + " " * 10**6 + "x") is None
    assert parse_date("2024:01:31 12:00:00." + "1" * 99) is None


@given(st.text() | st.binary() | st.integers() | st.floats() | st.none())
def test_nothing_that_stands_in_a_file_is_an_error(value):
    parse_date(value)
    parse_offset(value)
    parse_place(value)
    from_name(str(value), CLOCK)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("+02:00", 120),
        ("-0330", -210),
        ("+14:00", 840),
        ("-12:00", -720),
        ("+25:00", None),
        ("+14:30", None),
        ("+02:99", None),
        ("Z", None),
        (None, None),
    ],
)
def test_an_offset_is_one_that_some_place_has(text, minutes):
    assert parse_offset(text) == minutes


@pytest.mark.parametrize("year", [1825, 2027, 2099, 9999])
def test_a_date_before_photography_or_in_the_future_is_unknown(year):
    assert CLOCK.taken(datetime(year, 5, 1), None, Source.EXIF) is None  # noqa: DTZ001
    assert CLOCK.taken_utc(datetime(year, 5, 1, tzinfo=UTC), Source.GPS) is None


def test_a_date_just_ahead_of_us_may_be_that_of_a_place_further_east():
    tomorrow = datetime(2026, 6, 2, 2)  # noqa: DTZ001  in Kiribati, where it is already so
    assert CLOCK.taken(tomorrow, None, Source.EXIF) is not None
    assert CLOCK.taken(tomorrow, 14 * 60, Source.EXIF) is not None
    assert CLOCK.taken(tomorrow, 0, Source.EXIF) is None


@pytest.mark.parametrize("year", [1904, 1970, 1980])
def test_the_first_second_of_a_clock_that_was_never_set_is_unknown(year):
    assert CLOCK.taken(datetime(year, 1, 1), None, Source.EXIF) is None  # noqa: DTZ001
    assert CLOCK.taken_utc(datetime(year, 1, 1, tzinfo=UTC), Source.QUICKTIME) is None


def test_a_time_in_utc_is_put_on_the_clocks_of_our_zone():
    berlin = Clock(NOW, ZoneInfo("Europe/Berlin"))
    summer = berlin.taken_utc(datetime(2025, 7, 1, 23, 30, tzinfo=UTC), Source.GPS)
    assert summer.local.isoformat() == "2025-07-02T01:30:00"
    assert summer.offset_minutes == 120


def test_the_hour_that_comes_twice_keeps_its_offset():
    berlin = Clock(NOW, ZoneInfo("Europe/Berlin"))
    first, second = (
        berlin.taken_utc(datetime(2025, 10, 26, hour, 30, tzinfo=UTC), Source.QUICKTIME)
        for hour in (0, 1)
    )
    assert first.local == second.local
    assert (first.offset_minutes, second.offset_minutes) == (120, 60)


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("IMG-20240131-WA0001.jpg", "2024-01-31T12:00:00"),
        ("VID-20240131-WA0001.mp4", "2024-01-31T12:00:00"),
        ("IMG_20240131_081502.jpg", "2024-01-31T08:15:02"),
        ("20240131_081502.jpg", "2024-01-31T08:15:02"),
        ("PXL_20240131_081502123.jpg", "2024-01-31T08:15:02"),
        ("Screenshot_20240131-081502_Chrome.png", "2024-01-31T08:15:02"),
        ("Screenshot 2024-01-31 at 08.15.02.png", "2024-01-31T08:15:02"),
        ("2024-01-31 08.15.02.jpg", "2024-01-31T08:15:02"),
        ("signal-2024-01-31-08-15-02-123.jpg", "2024-01-31T08:15:02"),
        ("1934-05-01 Oma.jpg", "1934-05-01T12:00:00"),
    ],
)
def test_names_that_phones_and_messengers_give_hold_a_date(name, iso):
    taken = from_name(name, CLOCK)
    assert taken.local.isoformat() == iso
    assert taken.source is Source.FILENAME
    assert not taken.trusted


@pytest.mark.parametrize(
    "name",
    [
        "IMG_0307.HEIC",
        "DSC20240131.jpg.part12345",
        "IMG_20241331_120000.jpg",
        "20240230.jpg",
        "20991231_120000.jpg",
        "FB_IMG_1706698800000.jpg",
        "1202401311.jpg",
    ],
)
def test_other_names_hold_no_date(name):
    found = from_name(name, CLOCK)
    assert found is None or name.startswith("DSC20240131")


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(float("nan"), 1), (1, float("inf")), (91, 0), (0, 181), (-90.1, 0), (0, 0)],
)
def test_a_place_that_is_not_on_earth_is_unknown(latitude, longitude):
    assert place(latitude, longitude) is None


def test_the_place_of_a_video_is_read():
    assert parse_place("+52.4597+013.3220+051.178/") == (52.4597, 13.322)
    assert parse_place("-33.8-070.6/") == (-33.8, -70.6)
    assert parse_place("+00.0000+000.0000/") is None
    assert parse_place("somewhere") is None
