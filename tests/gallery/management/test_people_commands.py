from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gallery import storage
from gallery.models import Decision, Person
from tests.gallery.factories import (
    AssetFactory,
    FaceFactory,
    LibraryFactory,
    PersonFactory,
)
from tests.gallery.pipeline.conftest import painted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


@pytest.fixture
def family(library):
    asset = AssetFactory(library=library, name="IMG_1.jpg")
    path = storage.original_of(asset)
    path.parent.mkdir(parents=True)
    path.write_bytes(painted("red"))
    anna = PersonFactory(library=library, name="Anna")
    anna.cover = FaceFactory(asset=asset, person=anna, confirmed=True)
    anna.save()
    return library


def said_by(command, *arguments, **options):
    said = StringIO()
    call_command(command, *arguments, stderr=said, **options)
    return said.getvalue()


def test_out_and_in(family, owner, tmp_path):
    said = said_by("export_people", family.pk, tmp_path / "out")
    assert "1 sidecar." in said
    assert (tmp_path / "out" / "sidecars" / "IMG_1.jpg.xmp").is_file()
    another = LibraryFactory()
    file = tmp_path / "out" / "people.json"
    said = said_by("import_people", another.pk, file, by=owner.username)
    assert "Brought in: 1 person, 1 face." in said
    assert Person.objects.get(library=another).name == "Anna"
    assert Decision.objects.get(library=another).by == owner
    assert "nothing has changed" in said_by("import_people", another.pk, file)


def test_a_photo_that_cannot_be_read_is_told(family, tmp_path):
    storage.original_of(family.assets.get()).unlink()
    said = said_by("export_people", family.pk, tmp_path)
    assert "0 sidecars" in said
    assert "could not be read: sidecars/IMG_1.jpg.xmp" in said


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"Dear Anna", "no people.json"), (b'{"format": "x"}', "no people.json"), (None, "read")],
)
def test_a_bad_file_is_told_and_changes_nothing(content, reason, library, tmp_path):
    file = tmp_path / "people.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        said_by("import_people", library.pk, file)
    assert not Person.objects.exists()


def test_who_or_which_is_not_there_is_told(family, tmp_path):
    with pytest.raises(CommandError, match=rf"there are: {family.pk} \({family.name}\)"):
        said_by("export_people", 999, tmp_path)
    with pytest.raises(CommandError, match="Nobody signs in as otto"):
        said_by("import_people", family.pk, tmp_path / "people.json", by="otto")
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="cannot be written"):
        said_by("export_people", family.pk, tmp_path / "file" / "folder")


def test_without_recognition_nobody_is_brought_in(family, tmp_path):
    said_by("export_people", family.pk, tmp_path)
    quiet = LibraryFactory(recognition=False)
    with pytest.raises(CommandError, match="Recognition is off"):
        said_by("import_people", quiet.pk, tmp_path / "people.json")
