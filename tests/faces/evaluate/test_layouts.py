"""Readers of sets that cannot be had here, on small trees of the published layout."""

import pytest

from faces.evaluate.layouts import LabelsError, read_gallagher, read_gfw, read_layout


@pytest.fixture
def gallagher(tmp_path):
    (tmp_path / "photos").mkdir()
    for name in ("HPIM0036.JPG", "HPIM0037.jpg"):
        (tmp_path / "photos" / name).write_bytes(b"")
    lines = ["HPIM0036.jpg\t10\t20\t30\t22\t1", "HPIM0036.jpg\t110\t20\t130\t22\t7", ""]
    lines.append("HPIM0037.jpg 5 6 7 8 1")
    (tmp_path / "GallagherDatasetGT.txt").write_text("\n".join(lines))
    return tmp_path


def test_gallagher_has_a_face_for_each_line_with_its_eyes_and_person(gallagher):
    faces = read_layout("gallagher", gallagher)
    assert [(face.path.name, face.person, face.eyes) for face in faces] == [
        ("HPIM0036.JPG", "1", ((10, 20), (30, 22))),
        ("HPIM0036.JPG", "7", ((110, 20), (130, 22))),
        ("HPIM0037.jpg", "1", ((5, 6), (7, 8))),
    ]


def test_a_line_of_gallagher_that_is_not_of_the_form_is_named(gallagher):
    (gallagher / "GallagherDatasetGT.txt").write_text("HPIM0036.jpg 1 2 3 4 5\nHPIM0037.jpg 1 2\n")
    with pytest.raises(LabelsError, match="line 2"):
        read_gallagher(gallagher)


def test_a_photo_of_gallagher_that_is_missing_is_named(gallagher):
    (gallagher / "photos" / "HPIM0037.jpg").unlink()
    with pytest.raises(FileNotFoundError, match=r"HPIM0037\.jpg"):
        read_gallagher(gallagher)


@pytest.fixture
def gfw(tmp_path):
    files = ("0/1/a.jpg", "0/1/b.jpg", "0/2/c.jpg", "0/3/d.jpg", "0/3/e.jpg", "7/3/f.jpg")
    for file in (*files, "0/3/notes.txt"):
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return tmp_path


def test_gfw_has_albums_whose_faces_are_cut_out_already(gfw):
    faces = read_layout("gfw", gfw)
    assert [(face.path.name, face.album) for face in faces] == [
        ("a.jpg", "0"),
        ("b.jpg", "0"),
        ("d.jpg", "0"),
        ("e.jpg", "0"),
        ("f.jpg", "7"),
    ]
    assert all(face.cropped for face in faces)


def test_gfws_passers_by_are_one_person_each_and_its_numbers_are_of_one_album(gfw):
    of = {face.path.name: face.person for face in read_gfw(gfw)}
    assert of["d.jpg"] == of["e.jpg"]
    assert len({of["a.jpg"], of["b.jpg"], of["d.jpg"], of["f.jpg"]}) == 4


@pytest.mark.parametrize("layout", ["gallagher", "gfw", "lfw", "fgnet"])
def test_a_folder_without_the_set_says_what_was_expected(layout, tmp_path):
    with pytest.raises(FileNotFoundError, match="expected"):
        read_layout(layout, tmp_path)
