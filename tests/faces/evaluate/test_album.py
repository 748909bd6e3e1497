"""Albums whose truth is known."""

from datetime import datetime
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from faces.evaluate.album import decimal_year, draw_groups, make_album
from faces.evaluate.datasets import Labelled, read_fgnet, read_folders
from faces.evaluate.truth import Truth


@pytest.fixture
def photos(tmp_path):
    """Forty plain photos of eight people, named as FG-NET names them."""
    folder = tmp_path / "set"
    folder.mkdir()
    for person in range(1, 9):
        for age in range(5, 30, 5):
            shade = (person * 30, age * 8, 90)
            Image.new("RGB", (40 + person, 50), shade).save(folder / f"{person:03}A{age:02}.JPG")
    return read_fgnet(folder)


def test_a_photo_is_dated_when_its_person_was_that_old(photos, tmp_path):
    truth = make_album(photos, tmp_path / "album", seed=1)
    for photo in truth.photos:
        taken_at = datetime.fromisoformat(photo.taken_at)
        for standing in photo.people:
            lived = decimal_year(taken_at) - truth.birth_years[standing.person]
            assert standing.age - 0.01 <= lived <= standing.age + 1.01
        with Image.open(tmp_path / "album" / photo.path) as image:
            said = image.getexif().get_ifd(0x8769)[0x9003]
        assert said == taken_at.strftime("%Y:%m:%d %H:%M:%S")


def test_each_photo_is_used_once_and_some_in_groups_of_different_people(photos, tmp_path):
    truth = make_album(photos, tmp_path / "album", seed=1)
    standing = [(s.person, s.age) for photo in truth.photos for s in photo.people]
    assert sorted(standing) == sorted((p.person, p.age) for p in photos)
    groups = [photo for photo in truth.photos if len(photo.people) > 1]
    assert groups
    for group in groups:
        assert len({s.person for s in group.people}) == len(group.people)
        assert all(left.tile[2] < right.tile[0] for left, right in pairwise(group.people))


def test_a_tile_of_a_group_shows_its_person(photos, tmp_path):
    truth = make_album(photos, tmp_path / "album", seed=2)
    group = next(photo for photo in truth.photos if len(photo.people) > 1)
    with Image.open(tmp_path / "album" / group.path) as image:
        for standing in group.people:
            left, top, right, bottom = standing.tile
            x, y = (left + right) / 2 * image.width, (top + bottom) / 2 * image.height
            red, green, _ = image.getpixel((int(x), int(y)))
            assert abs(red - int(standing.person) * 30) < 12
            assert abs(green - standing.age * 8) < 12


def test_a_single_photo_keeps_its_pixels(photos, tmp_path):
    truth = make_album(photos, tmp_path / "album", seed=1)
    single = next(photo for photo in truth.photos if len(photo.people) == 1)
    original = next(p.path for p in photos if p.path.name == single.path)
    with Image.open(original) as before, Image.open(tmp_path / "album" / single.path) as after:
        np.testing.assert_array_equal(np.asarray(before), np.asarray(after))


def test_the_same_seed_makes_the_same_album_and_another_another(photos, tmp_path):
    first = make_album(photos, tmp_path / "first", seed=3)
    assert make_album(photos, tmp_path / "again", seed=3) == first
    assert make_album(photos, tmp_path / "other", seed=4) != first
    assert Truth.load(tmp_path / "first" / "truth.json") == first


def test_the_truth_says_the_genders_that_are_known(photos, tmp_path):
    truth = make_album(photos, tmp_path / "album", seed=3)
    assert truth.genders["001"] == "male"
    assert truth.genders["002"] == "female"
    unknown = [Labelled(photo.path, "034", photo.age) for photo in photos[:1]]
    assert make_album(unknown, tmp_path / "unknown", seed=3).genders == {}


def test_an_album_is_not_written_over_other_files(photos, tmp_path):
    (tmp_path / "mine.jpg").touch()
    with pytest.raises(FileExistsError, match="not empty"):
        make_album(photos, tmp_path, seed=0)


def test_people_of_unknown_age_are_dated_within_ten_years_and_nobody_knows_when_born(tmp_path):
    for name in ("Ann", "Ben", "Cyd"):
        (tmp_path / "set" / name).mkdir(parents=True)
        for number in range(4):
            shade = Image.new("RGB", (40, 50), (number * 40, 90, 90))
            shade.save(tmp_path / "set" / name / f"{number}.{'png' if number else 'jpg'}")
    truth = make_album(read_folders(tmp_path / "set"), tmp_path / "album", seed=2)
    assert truth.birth_years == {}
    assert len(list((tmp_path / "album").glob("*.jpg"))) == len(truth.photos)
    standing = [s.person for photo in truth.photos for s in photo.people]
    assert sorted(standing) == ["Ann"] * 4 + ["Ben"] * 4 + ["Cyd"] * 4
    assert any(len(photo.people) > 1 for photo in truth.photos)
    for photo in truth.photos:
        assert 2005 <= datetime.fromisoformat(photo.taken_at).year < 2015
        assert len({s.person for s in photo.people}) == len(photo.people)


def test_photos_of_several_people_make_no_album(tmp_path):
    several = Labelled(tmp_path / "a.jpg", "a", None, eyes=((1, 1), (2, 1)))
    with pytest.raises(ValueError, match="one person each"):
        make_album([several], tmp_path / "album", seed=0)


def test_nobody_is_no_groups():
    assert draw_groups([], {}, np.random.default_rng(0)) == []


def test_a_folder_for_each_person_is_read(tmp_path):
    for name in ("Ann", "Ben"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.jpg").touch()
        (tmp_path / name / "notes.txt").touch()
    assert [labelled.person for labelled in read_folders(tmp_path)] == ["Ann", "Ben"]


def test_a_folder_that_is_not_the_set_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"001A02\.JPG"):
        read_fgnet(tmp_path)
    with pytest.raises(FileNotFoundError, match="a folder of photos for each person"):
        read_folders(tmp_path)


def test_fgnet_has_forty_people_and_more(shared_data):
    photos = read_fgnet(shared_data / "fgnet")
    assert len(photos) == 508
    assert len({photo.person for photo in photos}) == 41
    assert {photo.age for photo in photos} >= set(range(1, 30))


@pytest.mark.parametrize(("moment", "year"), [("2001-01-01", 2001.0), ("2000-07-02", 2000.5)])
def test_a_moment_is_a_year_with_its_fraction(moment, year):
    assert decimal_year(datetime.fromisoformat(moment)) == pytest.approx(year, abs=1e-3)
