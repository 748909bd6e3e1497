import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def organize(tmp_path, onnx_models):
    """Run the command as a person does; give its exit code, its words and what it wrote."""

    def organize(folder, *options, **environment):
        output = tmp_path / "people.json"
        manage = [sys.executable, str(PROJECT / "manage.py")]
        ended = subprocess.run(  # noqa: S603 our own command
            [*manage, "organize", str(folder), "--output", str(output), *options],
            env={**os.environ, "KINDRED_DATA": str(tmp_path / "data"), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        found = json.loads(output.read_text()) if output.exists() else None
        return ended.returncode, ended.stderr, found

    return organize


def test_a_missing_folder_is_one_clear_line(organize, tmp_path):
    code, said, found = organize(tmp_path / "nowhere")
    assert (code, found) == (1, None)
    assert said == f"CommandError: There is no folder {tmp_path / 'nowhere'}.\n"


def test_a_folder_without_a_readable_file_is_one_clear_line(organize, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear Anna")
    code, said, found = organize(folder)
    assert (code, found) == (1, None)
    assert "can be read as a photo or video" in said.splitlines()[-1]


@pytest.mark.models
def test_unreadable_and_equal_files_are_listed_and_the_rest_is_organized(organize, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    Image.new("RGB", (640, 480), "green").save(folder / "meadow.jpg")
    shutil.copy(folder / "meadow.jpg", folder / "meadow again.jpg")
    whole = (folder / "meadow.jpg").read_bytes()
    (folder / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "letter.txt").write_text("Dear Anna")
    page = tmp_path / "report.html"
    code, said, found = organize(folder, "--html", str(page))
    assert code == 0, said
    (asset,) = found["assets"]
    assert (asset["path"], asset["kind"], asset["faces"]) == ("meadow again.jpg", "photo", [])
    assert (asset["width"], asset["height"]) == (640, 480)
    assert found["people"] == []
    assert [one["path"] for one in found["unreadable"]] == ["cut.jpg", "letter.txt"]
    assert found["duplicates"] == [{"path": "meadow.jpg", "of": "meadow again.jpg"}]
    assert "<script" not in page.read_text()
    assert not (tmp_path / "data" / "kindred.sqlite3").exists()  # the user's database


@pytest.mark.models
def test_six_friends_come_out_of_their_photos(organize, shared_data, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    for path in sorted((shared_data / "friends" / "photos").iterdir())[:16]:
        shutil.copy(path, folder)
    code, said, found = organize(folder)
    assert code == 0, said
    assert len(found["assets"]) == 16
    largest = [person for person in found["people"] if len(person["faces"]) >= 5]
    assert len(largest) == 6
    assert sorted(person["gender"] for person in largest) == ["female"] * 3 + ["male"] * 3
    of_person = {
        (face["id"], face["person"]) for asset in found["assets"] for face in asset["faces"]
    }
    for person in found["people"]:
        assert {(face, person["id"]) for face in person["faces"]} <= of_person


@pytest.mark.models
def test_the_keras_model_gives_the_same_faces(organize, shared_data, tmp_path):
    pytest.importorskip("tensorflow")
    folder = tmp_path / "photos"
    folder.mkdir()
    shutil.copy(min((shared_data / "friends" / "photos").iterdir()), folder)
    _, _, onnx = organize(folder)
    code, said, keras = organize(folder, KINDRED_RUNTIME="tensorflow")
    assert code == 0, said
    (ours,), (theirs,) = onnx["assets"], keras["assets"]
    assert ours["faces"]
    for one, other in zip(ours["faces"], theirs["faces"], strict=True):
        assert one["box"] == other["box"]
        assert one["age"] == pytest.approx(other["age"], abs=0.2)
        assert one["p_male"] == pytest.approx(other["p_male"], abs=0.01)
