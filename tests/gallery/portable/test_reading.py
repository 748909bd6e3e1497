"""Files that are wrong: each has a reason in plain words, and changes nothing."""

import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gallery.portable.reading import BadPeopleFileError, read
from gallery.portable.stream import BrokenJsonError, fields

HEAD = {"format": "kindred-people", "version": 1}
SHA = "a" * 64
FACE = {"sha256": SHA, "box": [0.1, 0.2, 0.3, 0.4]}
ANNA = {"id": 1, "name": "Anna", "hidden": False, "left_out": False}


def statement(kind="is", **also):
    return {"kind": kind, "person": 1, "said": {}, "about": FACE, "other": None} | also


def refused(tmp_path, content):
    path = tmp_path / "people.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(BadPeopleFileError) as error:
        read(path)
    return str(error.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Dear Anna",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"[]",
        b'{"format": "kindred-people"',
        b'{"format" "kindred-people"}',
        b"[" * 100_000,
        b'{"format": ' + b"[" * 100_000,
        b'{"format": ' + b"9" * 10_000 + b"}",
        b'{"a": "' + b"x" * 3_000_000 + b'"}',
        "{}".encode("utf-16"),
    ],
)
def test_what_is_no_json_is_said_to_be_none(content, tmp_path):
    assert refused(tmp_path, content).startswith("This is no people.json")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({}, "This is no people.json of Kindred."),
        ({"format": "other", "people": []}, "This is no people.json of Kindred."),
        ({"people": [ANNA], **HEAD}, "This is no people.json of Kindred."),
        ({"format": "kindred-people", "version": "1"}, "does not say of which version"),
        ({"format": "kindred-people", "version": 2}, "Update the gallery first"),
    ],
)
def test_a_file_says_what_it_is_before_anything_else(content, reason, tmp_path):
    assert reason in refused(tmp_path, content)


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ([[]], "it is no object"),
        ([{"name": "Anna"}], "whole number"),
        ([ANNA, ANNA], "twice"),
        ([ANNA | {"id": True}], "whole number"),
        ([ANNA | {"id": 1e300}], "whole number"),
        ([ANNA | {"name": 7}], "a name is a text"),
        ([ANNA | {"hidden": "yes"}], "true or false"),
        ([ANNA | {"gender": "unknown"}], "its gender is none of"),
        ([ANNA | {"birth_date": "1962"}], "it is no object"),
        ([ANNA | {"birth_date": {"date": "1962-02-30", "precision": "day"}}], "1962-08-05"),
        ([ANNA | {"birth_date": {"date": "0001-01-01", "precision": "day"}}], "1962-08-05"),
        ([ANNA | {"birth_date": {"date": "1962-08-05"}}], "precision"),
        ([ANNA | {"cover": {"sha256": "x"}}], "SHA-256"),
    ],
)
def test_of_somebody_wrong_the_entry_is_named(people, reason, tmp_path):
    said = refused(tmp_path, HEAD | {"people": people})
    assert reason in said
    assert f'Entry {len(people)} of "people" is wrong' in said
    assert said.endswith("Nothing was changed.")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"kind": "wish"}, "its kind is none of"),
        ({"about": None}, "which face"),
        ({"about": {"sha256": SHA}}, "which face"),
        ({"kind": "different"}, "which other face"),
        ({"about": FACE | {"sha256": SHA.upper()}}, "SHA-256"),
        ({"about": FACE | {"box": [0, 0, 1]}}, "four numbers"),
        ({"about": FACE | {"box": [0, 0, 1, 2]}}, "from 0 to 1"),
        ({"about": FACE | {"box": [0.5, 0, 0.4, 1]}}, "from 0 to 1"),
        ({"about": FACE | {"box": [float("nan"), 0, 1, 1]}}, "a number is lacking"),
        ({"about": FACE | {"box": ["0", 0, 1, 1]}}, "a number is lacking"),
        ({"about": FACE | {"time": float("inf")}}, "a number is lacking"),
        ({"person": "1"}, "whole number"),
        ({"said": []}, "it is no object"),
        ({"kind": "date", "said": {"date": "yesterday"}}, "1962-08-05"),
    ],
)
def test_of_a_wrong_statement_the_entry_is_named(wrong, reason, tmp_path):
    content = HEAD | {"people": [ANNA], "statements": [statement(), statement(**wrong)]}
    said = refused(tmp_path, content)
    assert reason in said
    assert 'Entry 2 of "statements" is wrong' in said


def test_names_are_one_line_of_a_hundred_characters(tmp_path):
    path = tmp_path / "people.json"
    path.write_text(json.dumps(HEAD | {"people": [ANNA | {"name": " A\n\0na " + "x" * 200}]}))
    assert read(path).people[1].name == "A na " + "x" * 95


def test_fields_that_nobody_knows_are_skipped(tmp_path):
    path = tmp_path / "people.json"
    more = {"faces": [{"anything": 1}], "photos": [7], "weather": {"people": [1, 2]}}
    path.write_text(json.dumps(HEAD | more | {"people": [ANNA | {"shoe": 43}]}))
    assert list(read(path).people) == [1]


@pytest.mark.parametrize(
    ("names", "reason"),
    [(["other.txt"], "no people.json in this zip"), (["people.json/x"], "no people.json")],
)
def test_a_zip_without_the_file_is_refused(names, reason, tmp_path):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    assert reason in refused(tmp_path, content.getvalue())


def test_a_damaged_zip_is_refused(tmp_path):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("people.json", json.dumps(HEAD | {"people": [ANNA] * 1}) * 100)
    damaged = bytearray(content.getvalue())
    damaged[60:90] = bytes(30)
    assert refused(tmp_path, bytes(damaged)) in {
        "This zip is damaged.",
        "This is no people.json of Kindred, or only a part of it arrived.",
    }


def test_a_zip_that_unpacks_without_end_is_refused_by_what_it_announces(tmp_path, monkeypatch):
    monkeypatch.setattr("gallery.portable.reading.LARGEST", 100_000)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("people.json", b" " * 10_000_000)
    assert "too large" in refused(tmp_path, content.getvalue())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from("abcd"), JSON), st.integers(1, 9), st.booleans())
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
def test_read_in_pieces_is_read_at_once(document, size, indented):
    text = json.dumps(document, indent=2 if indented else None)

    class Slow(io.StringIO):
        def read(self, _=-1):
            return super().read(size)

    found = {}
    for name, value in fields(Slow(text), frozenset("ab")):
        if name in "ab" and isinstance(document[name], list):
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    emptied = {n: v for n, v in document.items() if not (n in "ab" and v == [])}
    assert found == emptied
    for end in range(0, len(text), 7):
        with pytest.raises(BrokenJsonError):
            list(fields(io.StringIO(text[:end]), frozenset("ab")))
