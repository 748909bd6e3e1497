"""People against the truth of an album."""

import json
from dataclasses import replace

import pytest

from faces.evaluate.__main__ import main
from faces.evaluate.organized import NotOrganizedError, read_organized
from faces.evaluate.people import Genders, evaluate_people
from faces.evaluate.truth import Standing, TruePhoto, Truth

WHOLE = (0.0, 0.0, 1.0, 1.0)
LEFT, RIGHT = (0.0, 0.0, 0.5, 1.0), (0.5, 0.0, 1.0, 1.0)


@pytest.fixture
def truth():
    """Ann alone four times, Ben alone three times, and both together."""
    alone = [TruePhoto(f"a{i}.jpg", "2001-01-01", (Standing("Ann", 9, WHOLE),)) for i in range(4)]
    alone += [TruePhoto(f"b{i}.jpg", "2001-01-01", (Standing("Ben", 30, WHOLE),)) for i in range(3)]
    both = TruePhoto(
        "both.jpg", "2001-01-01", (Standing("Ann", 9, LEFT), Standing("Ben", 30, RIGHT))
    )
    return Truth(
        0, {"Ann": 1992.0, "Ben": 1970.5}, {"Ann": "female", "Ben": "male"}, (*alone, both)
    )


def face(person, left=0.1, right=0.3):
    return {"box": [left, 0.2, right, 0.6], "person": person}


def person(number, year):
    years = {"birth_year": year, "birth_year_low": year - 2, "birth_year_high": year + 2}
    return {"id": number, "gender": "female", **years}


@pytest.fixture
def people_json(tmp_path):
    """Person 1 is Ann with one face of Ben; person 2 is Ben; one face is on the shelf."""
    found = {
        "a0.jpg": [face(1)],
        "a1.jpg": [face(1), face(None, 0.5, 0.55)],
        "a2.jpg": [face(1)],
        "a3.jpg": [face(None)],
        "b0.jpg": [face(2)],
        "b1.jpg": [face(2)],
        "b2.jpg": [face(1)],
        "both.jpg": [face(1), face(2, 0.6, 0.8)],
    }
    assets = [{"path": f"/album/{name}", "faces": faces} for name, faces in found.items()]
    said = {"assets": assets, "people": [person(1, 1993.0), person(2, 1965.5)]}
    path = tmp_path / "people.json"
    path.write_text(json.dumps(said))
    return path


def test_faces_are_matched_by_file_and_tile(people_json, truth):
    report = evaluate_people(read_organized(people_json), truth)
    assert (report.standing, report.found, report.stray, report.shelved) == (9, 9, 1, 1)
    assert (report.people, report.identities) == (2, 2)


def test_purity_and_completeness_count_faces(people_json, truth):
    report = evaluate_people(read_organized(people_json), truth)
    assert report.purity == pytest.approx(7 / 8)
    assert report.completeness == pytest.approx(7 / 9)
    assert report.agreement.precision == pytest.approx((4 * 4 / 5 + 1 / 5 + 3 + 1) / 9)


def test_birth_years_are_of_people_with_enough_faces(people_json, truth):
    years = evaluate_people(read_organized(people_json), truth).birth_years
    assert years.people == 2
    assert years.mean_absolute_error == pytest.approx(3.0)
    assert years.bias == pytest.approx(-2.0)
    assert years.held == 0.5
    assert evaluate_people(read_organized(people_json), truth, min_faces=6).birth_years is None


def test_genders_are_judged_where_the_truth_is_known(people_json, truth):
    organized = read_organized(people_json)
    genders = evaluate_people(organized, truth).genders
    assert (genders.people, genders.right) == (2, 1)
    only_ann = replace(truth, genders={"Ann": "female"})
    assert evaluate_people(organized, only_ann).genders == Genders(1, 1)


def test_nothing_found_is_a_report_of_nothing(tmp_path, truth):
    path = tmp_path / "people.json"
    path.write_text('{"assets": [], "people": []}')
    report = evaluate_people(read_organized(path), truth)
    assert (report.found, report.agreement, report.purity) == (0, None, 0.0)


def test_the_report_is_printed_in_words(people_json, truth, tmp_path, capsys):
    truth.save(tmp_path / "truth.json")
    arguments = ["people", str(people_json), "--truth", str(tmp_path / "truth.json")]
    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert "9 of 9 faces found, 1 stray, 1 on the shelf" in said
    assert "purity 0.875" in said
    assert "gender right for 1 of 2" in said
    assert "mean absolute error 3.00 years" in said


def test_a_file_that_organize_did_not_write_is_refused(tmp_path, capsys):
    path = tmp_path / "people.json"
    path.write_text('{"assets": [{"path": "a.jpg"}]}')
    with pytest.raises(NotOrganizedError, match=r"people\.json is not what organize writes"):
        read_organized(path)
    assert main(["people", str(path), "--truth", str(path)]) == 1
    assert "not what organize writes" in capsys.readouterr().err
