import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gallery import storage
from gallery.actions.import_folder import files_of
from gallery.models import Asset, Library
from tests.gallery.factories import LibraryFactory
from tests.gallery.pipeline.conftest import painted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "photos"
    (folder / "1999").mkdir(parents=True)
    (folder / "b.jpg").write_bytes(painted("red"))
    (folder / "1999" / "a.jpg").write_bytes(painted("blue"))
    return folder


def imported(folder, **options):
    said = StringIO()
    call_command("import_folder", folder, stderr=said, **options)
    return said.getvalue()


def test_every_photo_is_kept_byte_for_byte_with_its_time_and_the_folder_is_left_alone(folder):
    before = {path: path.stat().st_mtime_ns for path in files_of(folder)}
    said = imported(folder)
    assert "2 new, 0 already there" in said
    for asset in Asset.objects.all():
        source = next(path for path in before if path.name == asset.name)
        assert storage.original_of(asset).read_bytes() == source.read_bytes()
        assert asset.file_modified_at.timestamp() == pytest.approx(source.stat().st_mtime)
    assert {path: path.stat().st_mtime_ns for path in files_of(folder)} == before


def test_importing_twice_keeps_nothing_twice(folder):
    imported(folder)
    assert "0 new, 2 already there" in imported(folder)
    assert Asset.objects.count() == 2


def test_what_is_no_photo_is_listed_with_its_reason_and_stops_nothing(folder):
    (folder / "letter.txt").write_text("Dear Anna")
    (folder / "empty.jpg").touch()
    said = imported(folder)
    assert "2 new" in said
    assert "letter.txt: This is not a photo or video: it looks like a text." in said
    assert "empty.jpg: This file is empty." in said
    assert not list((storage.settings.DATA_DIR / "incoming").iterdir())


def test_hidden_files_pipes_and_links_are_left_out(folder, tmp_path):
    outside = tmp_path / "outside.jpg"
    outside.write_bytes(painted("green"))
    (folder / "link.jpg").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    (folder / ".hidden.jpg").write_bytes(painted("green"))
    os.mkfifo(folder / "pipe.jpg")
    (folder / "inside.jpg").symlink_to(folder / "b.jpg")
    assert [path.name for path in files_of(folder)] == ["a.jpg", "b.jpg"]


def test_a_sidecar_comes_along_with_its_photo(folder):
    (folder / "b.jpg.xmp").write_bytes(b"<x/>")
    assert "2 new" in imported(folder)
    assert storage.sidecar_of(Asset.objects.get(name="b.jpg")) == b"<x/>"


def test_before_the_first_visit_a_library_is_made_that_belongs_to_nobody(folder):
    imported(folder)
    library = Library.objects.get()
    assert not library.memberships.exists()
    assert not library.recognition  # nobody was asked yet


def test_another_library_can_be_chosen_and_one_that_is_not_there_is_said_so(folder):
    LibraryFactory()
    other = LibraryFactory()
    imported(folder, library=other.pk)
    assert other.assets.count() == 2
    with pytest.raises(CommandError, match="There is no library 999999"):
        imported(folder, library=999_999)


def test_a_missing_folder_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        imported(tmp_path / "nowhere")
