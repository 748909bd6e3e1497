import os

import numpy as np
import pytest

from faces.image import Picture
from faces.sandbox.kept import LastPicture


class Opener:
    def __init__(self):
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return Picture(np.zeros((2, 2, 3), np.uint8), 2, 2)


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"one")
    return path


def test_nothing_is_kept_unless_somebody_wants_it(photo):
    last, opener = LastPicture(), Opener()
    last.get(photo, (2048,), opener)
    last.get(photo, (2048,), opener)
    assert opener.calls == 2


def test_it_is_kept_until_the_last_one_lets_go(photo):
    last, opener = LastPicture(), Opener()
    last.want()
    last.get(photo, (2048,), opener)
    last.want()
    last.release()
    last.get(photo, (2048,), opener)
    assert opener.calls == 1
    last.release()
    last.want()
    last.get(photo, (2048,), opener)
    assert opener.calls == 2


def test_another_file_other_options_or_other_bytes_are_opened(photo, tmp_path):
    last, opener = LastPicture(), Opener()
    last.want()
    other = tmp_path / "other.jpg"
    other.write_bytes(b"one")
    for path, options in ((photo, (2048,)), (photo, (640,)), (other, (640,))):
        last.get(path, options, opener)
    other.write_bytes(b"two")
    os.utime(other, ns=(1, 1))
    last.get(other, (640,), opener)
    assert opener.calls == 4


def test_what_is_shared_cannot_be_written_to(photo):
    picture = LastPicture().get(photo, (), Opener())
    with pytest.raises(ValueError, match="read-only"):
        picture.pixels[0, 0] = 1
