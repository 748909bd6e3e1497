from datetime import date

import pytest

from faces.metadata.doubt import CHANCES, SCANNED, UNSET, chance_wrong, is_scanner
from faces.metadata.values import Source

SUMMER = date(2016, 7, 3)


@pytest.mark.parametrize("source", list(Source))
def test_each_source_of_a_date_has_its_own_chance(source):
    assert chance_wrong(source, SUMMER, "") == CHANCES[source] < CHANCES["file"]


def test_a_copy_may_have_any_time():
    assert chance_wrong("file", SUMMER, "") == chance_wrong("anything else", SUMMER, "") == 0.5


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2000, 1, 1), date(2014, 1, 1)])
def test_a_clock_that_was_never_set_is_doubted(day):
    assert chance_wrong("exif", day, "Canon IXUS 50") == UNSET


def test_other_days_and_older_new_years_stand():
    assert chance_wrong("exif", date(1965, 1, 1), "") == CHANCES["exif"]
    assert chance_wrong("exif", date(2000, 1, 2), "") == CHANCES["exif"]


@pytest.mark.parametrize(
    "name", ["EPSON Perfection V370", "Canon CanoScan 9000F", "HP Scanjet G4010"]
)
def test_the_day_of_a_scan_is_doubted(name):
    assert is_scanner(name)
    assert chance_wrong("exif", SUMMER, name) == SCANNED


@pytest.mark.parametrize("name", ["Canon EOS 5D", "Apple iPhone 12", "EPSON PhotoPC 3100Z", ""])
def test_a_camera_is_no_scanner(name):
    assert not is_scanner(name)
