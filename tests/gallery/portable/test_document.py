import json
from pathlib import Path

import jsonschema
import pytest

from gallery.models import Asset, Face
from gallery.portable.document import people_json
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
SCHEMA = json.loads(
    (Path(__file__).parents[3] / "docs" / "people.schema.json").read_text(encoding="utf-8")
)
HELD = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


def document(library):
    return json.loads("".join(people_json(library)))


def test_each_file_is_as_its_schema_says(family):
    found = document(family)
    assert list(HELD.iter_errors(found)) == []
    assert {one["name"] for one in found["people"]} == {"Anna", "Bert", "Carl", ""}
    assert {one["kind"] for one in found["statements"]} >= {"is", "is-not", "twice", "date"}
    assert len(found["faces"]) == 13


def test_a_library_without_anybody_is_a_file_too(library):
    found = document(library)
    assert list(HELD.iter_errors(found)) == []
    assert found["people"] == found["faces"] == found["statements"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 2},
        {"people": [{"id": 1}]},
        {"faces": [{"features": "AAAA"}]},
        {"statements": [{"kind": "wish"}]},
    ],
)
def test_the_schema_refuses_what_it_should(wrong, library):
    assert list(HELD.iter_errors(document(library) | wrong))


def test_what_the_engine_estimates_and_what_somebody_said_are_told_apart(library):
    PersonFactory(
        library=library,
        name='Mia 👵\n"',
        gender="female",
        gender_said="male",
        birth_year=1950.25,
        birth_year_low=1948.0,
        birth_year_high=1953.0,
    )
    [mia] = document(library)["people"]
    assert mia["gender"] == "male"
    assert mia["estimated"] == {
        "gender": "female",
        "birth_year": {"year": 1950.25, "low": 1948.0, "high": 1953.0},
    }
    assert mia["name"] == 'Mia 👵\n"'


def test_features_and_posteriors_are_not_even_read(library, django_assert_num_queries):
    """Nothing of the file has their bytes, as any of the usual texts for bytes; or their names."""
    face = FaceFactory(asset=AssetFactory(library=library), person=PersonFactory(library=library))
    with django_assert_num_queries(4) as asked:
        text = "".join(people_json(library))
    for query in asked.captured_queries:
        assert "features" not in query["sql"]
        assert "age_posterior" not in query["sql"]
    for secret in (bytes(face.features), bytes(face.age_posterior)):
        assert secret.hex()[:32] not in text
    for name in ("features", "posterior", "p_male", "quality", "embedding", "landmarks"):
        assert name not in text
    assert f'"age": {face.age}' in text


def test_nothing_is_told_of_another_library(library):
    PersonFactory(name="Otto")
    FaceFactory(asset__name="theirs.jpg")
    text = "".join(people_json(library))
    assert "Otto" not in text
    assert "theirs" not in text


def test_however_many_faces_there_are_few_are_in_memory(library, monkeypatch):
    """Pieces come before all rows are read: of the largest section, one of many chunks."""
    asset = AssetFactory(library=library)
    Face.objects.bulk_create(
        FaceFactory.build(asset=asset, left=n / 10_000, right=0.9) for n in range(4001)
    )
    pieces = people_json(library)
    assert max(len(piece) for piece in pieces) < 1000
    assert Asset.objects.count() == 1
