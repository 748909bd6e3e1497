from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from faces.image import Kind
from faces.metadata import Metadata, Source, read
from tests.faces.image.pictures import quarters
from tests.faces.video.films import film

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TAGS = {"movflags": "use_metadata_tags"}


def said(path, **options):
    return read(path, Kind.VIDEO, now=NOW, **options)


def clip(tmp_path, container="mp4", **metadata):
    tags = {key.replace("__", "."): value for key, value in metadata.items()}
    frames = [quarters(64, 64)] * 15
    return film(tmp_path / "clip", frames, container, metadata=tags, options=TAGS)


@pytest.mark.parametrize("container", ["mp4", "mov"])
def test_the_time_in_utc_is_put_on_our_clocks(container, tmp_path):
    file = clip(tmp_path, container, creation_time="2025-01-01T23:30:00Z")
    found = said(file, zone=ZoneInfo("Europe/Berlin"))
    assert found.taken.local.isoformat() == "2025-01-02T00:30:00"
    assert found.taken.offset_minutes == 60
    assert found.taken.source is Source.QUICKTIME
    assert found.taken.trusted
    assert found.duration_s == pytest.approx(0.5, abs=0.05)


def test_the_local_time_of_an_iphone_goes_first(tmp_path):
    file = clip(
        tmp_path,
        "mov",
        creation_time="2023-09-22T16:34:05Z",
        com__apple__quicktime__creationdate="2023-09-22T18:34:05+0200",
        com__apple__quicktime__location__ISO6709="+52.4597+013.3220+051.178/",
        com__apple__quicktime__make="Apple",
        com__apple__quicktime__model="iPad mini",
    )
    found = said(file)
    assert found.taken.local.isoformat() == "2023-09-22T18:34:05"
    assert found.taken.offset_minutes == 120
    assert found.place == (52.4597, 13.322)
    assert found.camera == "Apple iPad mini"


@pytest.mark.parametrize(
    "time", ["1904-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z"]
)
def test_a_clock_that_was_never_set_is_not_believed(time, tmp_path):
    file = clip(tmp_path, creation_time=time)
    assert said(file).taken is None
    assert said(file, name="VID-20240131-WA0001.mp4").taken.source is Source.FILENAME


def test_a_file_that_is_no_video_says_nothing(tmp_path):
    (tmp_path / "clip").write_bytes(b"#EXTM3U")
    assert said(tmp_path / "clip") == Metadata()


def test_a_real_phones_video_is_understood(shared_data):
    folder = shared_data / "formats/photoprism/pkg/media/video/testdata"
    found = said(folder / "quicktime-hvc1.mov")
    assert found.taken.local.isoformat() == "2023-09-22T18:34:05"
    assert found.place == (52.4597, 13.322)
    assert found.camera == "Apple iPad mini"
    assert said(folder / "isom-avc1.mp4").place is None
