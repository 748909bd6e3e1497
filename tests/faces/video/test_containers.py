import pytest

from faces.errors import BadImageError
from faces.video.containers import open_video


@pytest.mark.parametrize(
    "content",
    [
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"concat:/etc/passwd|/etc/hosts",
        b"subfile,,start,0,end,9,,:/etc/passwd",
        b"data:video/mp4;base64,AAAA",
        b"\0\0\0\x18ftypisom\0\0\0\0isomavc1",
        b"\0\0\0\x18ftypisom\0\0\0\0isomavc1#EXTM3U\nfile:///etc/passwd\n",
        b"RIFF\0\0\0\0AVI LIST",
        b"\x1aE\xdf\xa3" + bytes(60),
    ],
)
def test_a_file_that_names_others_or_holds_nothing_is_refused(content, tmp_path):
    film = tmp_path / "film.mp4"
    film.write_bytes(content)
    with pytest.raises(BadImageError), open_video(film):
        pass


def test_a_photo_is_not_opened_as_a_video(tmp_path):
    (tmp_path / "film.mp4").write_bytes(b"\xff\xd8\xff\xe0")
    with (
        pytest.raises(BadImageError, match="a photo, not a video"),
        open_video(tmp_path / "film.mp4"),
    ):
        pass
