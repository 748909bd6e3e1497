import io
import zipfile
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.archive import Member, ShortFileError, size_of, stream, unlike

AT = datetime(2019, 7, 14, 12, 30, 8)  # noqa: DTZ001 a clock without its place


def member(content, name="IMG_1.jpg", at=AT):
    return Member(content, name, len(content), at)


def test_what_goes_in_comes_out_unchanged_and_not_deflated(tmp_path):
    path = tmp_path / "original"
    path.write_bytes(b"a" * 700_000)  # several pieces
    members = [Member(path, "Übung.jpg", 700_000, AT), member(b"", "empty.mp4"), member(b"x", "b")]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(stream(members))))
    assert archive.testzip() is None
    assert archive.namelist() == ["Übung.jpg", "empty.mp4", "b"]
    assert archive.read("Übung.jpg") == b"a" * 700_000
    assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_STORED}
    assert archive.getinfo("b").date_time == (2019, 7, 14, 12, 30, 8)


@pytest.mark.parametrize("year", [1951, 2200])
def test_a_date_beyond_what_a_zip_can_say_is_the_nearest(year):
    archive = zipfile.ZipFile(
        io.BytesIO(b"".join(stream([member(b"x", at=AT.replace(year=year))])))
    )
    assert archive.infolist()[0].date_time[0] == min(max(year, 1980), 2107)


@given(
    st.lists(st.tuples(st.binary(max_size=90), st.text(min_size=1, max_size=9)), max_size=9),
    st.sampled_from([10**9, 300, 60, 1]),
    st.sampled_from([65_535, 2]),
)
def test_the_size_is_known_before_the_first_byte(files, limit, count):
    names = unlike(name for _, name in files)
    members = [member(content, name) for (content, _), name in zip(files, names, strict=True)]
    with pytest.MonkeyPatch.context() as patch:  # what happens beyond 4 GiB, at a few bytes
        patch.setattr(zipfile, "ZIP64_LIMIT", limit)
        patch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", count)
        assert len(b"".join(stream(members))) == size_of(members)


def test_only_one_piece_of_a_file_is_held(tmp_path):
    path = tmp_path / "original"
    path.write_bytes(bytes(5_000_000))
    pieces = [len(piece) for piece in stream([Member(path, "long.mp4", 5_000_000, AT)])]
    assert max(pieces) <= 256 * 1024
    assert sum(pieces) > 5_000_000


def test_a_file_that_became_shorter_ends_the_zip_and_is_closed(tmp_path):
    path = tmp_path / "original"
    path.write_bytes(b"abc")
    with pytest.raises(ShortFileError):
        list(stream([Member(path, "a.jpg", 4, AT)]))


def test_a_reader_who_leaves_closes_the_file(tmp_path):
    path = tmp_path / "original"
    path.write_bytes(bytes(5_000_000))
    opened = []

    class Watched(Member):
        def open(self):
            opened.append(super().open())
            return opened[-1]

    pieces = stream([Watched(path, "long.mp4", 5_000_000, AT)])
    for _ in range(3):
        next(pieces)
    pieces.close()
    assert [file.closed for file in opened] == [True]


@pytest.mark.parametrize(
    ("given_names", "names"),
    [
        (["a.jpg", "a.jpg", "A.JPG"], ["a.jpg", "a (2).jpg", "A (3).JPG"]),
        (["a (2).jpg", "a.jpg", "a.jpg"], ["a (2).jpg", "a.jpg", "a (3).jpg"]),
        (["../../etc/passwd", "C:\\x.jpg"], ["_.._etc_passwd", "C__x.jpg"]),
        ([" .. ", "a\x00\n.jpg", ".jpg"], ["without a name", "a__.jpg", "jpg"]),
    ],
)
def test_names_are_fit_for_a_disk_and_differ(given_names, names):
    assert list(unlike(given_names)) == names
