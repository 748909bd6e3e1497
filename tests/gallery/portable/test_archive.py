import io
import zipfile
from datetime import UTC, datetime

import pytest

from faces.image import Kind
from faces.metadata import read as read_metadata
from gallery import storage
from gallery.models import Asset, Face, Person
from gallery.portable.archive import as_zip, into_folder
from gallery.portable.reading import read
from tests.faces.metadata.xmps import listed, xmp
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory
from tests.gallery.pipeline.conftest import LEFT, RIGHT, painted
from tests.gallery.portable.conftest import PHOTOS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def see(keep, library):
    """Keep a photo on which somebody is seen."""

    def see(content, name, person="Anna", box=LEFT, **also):
        asset = keep(library, content, name, **also)
        person = Person.objects.get_or_create(library=library, name=person)[0]
        FaceFactory(
            asset=asset, person=person, left=box.left, top=box.top, right=box.right,
            bottom=box.bottom,
        )  # fmt: skip
        return asset

    return see


def unzipped(library):
    return zipfile.ZipFile(io.BytesIO(b"".join(as_zip(library))))


def names_in(content, asset):
    said = read_metadata(storage.original_of(asset), Kind.PHOTO, now=NOW, sidecar=content)
    return {region.name: region.box for region in said.named.regions}


def test_the_zip_holds_all_people_and_a_sidecar_for_each_photo(see, library, tmp_path):
    asset = see(PHOTOS[0], "IMG_1.jpg")
    see(PHOTOS[1], "Anna & Bert.heic.jpg", "Bert", RIGHT)
    archive = unzipped(library)
    assert archive.testzip() is None
    assert archive.namelist() == [
        "people.json",
        "sidecars/IMG_1.jpg.xmp",
        "sidecars/Anna & Bert.heic.jpg.xmp",
        "README.txt",
    ]
    box = names_in(archive.read("sidecars/IMG_1.jpg.xmp"), asset)["Anna"]
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx((0.1, 0.2, 0.3, 0.6))
    (tmp_path / "all.zip").write_bytes(b"".join(as_zip(library)))
    assert {one.name for one in read(tmp_path / "all.zip").people.values()} == {"Anna", "Bert"}


def test_photos_of_one_name_are_kept_apart_by_their_hash(see, library):
    first = see(PHOTOS[0], "IMG_1.jpg")
    second = see(PHOTOS[1], "img_1.JPG")
    AssetFactory(library=library, name="IMG_2.jpg")  # nobody is seen there
    see(PHOTOS[2], "IMG_2.jpg", "Bert")
    see(PHOTOS[3], "IMG_3.jpg")
    paths = [one.filename for one in unzipped(library).infolist()]
    assert f"sidecars/{first.sha256[:12]}/IMG_1.jpg.xmp" in paths
    assert f"sidecars/{second.sha256[:12]}/img_1.JPG.xmp" in paths
    assert "sidecars/IMG_2.jpg.xmp" not in paths
    assert "sidecars/IMG_3.jpg.xmp" in paths


@pytest.mark.parametrize("name", ["..", "../up.jpg", "a:b?.jpg", "CON.jpg", "", "dot.", ".hidden"])
def test_a_name_that_no_disk_should_have_leads_nowhere_else(name, see, library, tmp_path):
    see(PHOTOS[0], "IMG_1.jpg")
    Asset.objects.update(name=name)
    list(into_folder(library, tmp_path / "out"))
    [path] = (tmp_path / "out").rglob("*.xmp")
    relative = path.relative_to(tmp_path / "out" / "sidecars")
    assert len(relative.parts) == 2
    assert not relative.name.startswith(".")
    assert not set(relative.name) & set('<>:"/\\|?*')


def test_only_people_with_a_name_are_told_to_other_programs(see, library):
    asset = see(PHOTOS[0], "IMG_1.jpg")
    FaceFactory(asset=asset, person=PersonFactory(library=library), left=0.5, right=0.6)
    hidden = PersonFactory(library=library, name="Hidden", hidden=True)
    FaceFactory(asset=asset, person=hidden, left=0.6, right=0.7)
    FaceFactory(asset=asset, left=0.7, right=0.8)
    see(PHOTOS[1], "IMG_2.jpg", "Hidden")
    archive = unzipped(library)
    assert set(names_in(archive.read("sidecars/IMG_1.jpg.xmp"), asset)) == {"Anna"}
    assert "sidecars/IMG_2.jpg.xmp" not in archive.namelist()


def test_what_others_laid_beside_a_photo_stays_in_its_sidecar(see, library):
    beside = xmp("<xmp:Rating>4</xmp:Rating>", listed("dc:subject", ["Holiday"]))
    asset = see(PHOTOS[0], "IMG_1.jpg", sidecar=beside)
    content = unzipped(library).read("sidecars/IMG_1.jpg.xmp")
    assert b"<xmp:Rating>4<" in content
    assert b"Holiday" in content
    assert storage.sidecar_of(asset) == beside  # ours is as it was


def test_a_photo_that_cannot_be_read_is_named_and_stops_nothing(see, library):
    asset = see(PHOTOS[0], "IMG_1.jpg")
    see(PHOTOS[1], "IMG_2.jpg")
    storage.original_of(asset).unlink()
    archive = unzipped(library)
    assert "sidecars/IMG_1.jpg.xmp" not in archive.namelist()
    assert "sidecars/IMG_2.jpg.xmp" in archive.namelist()
    assert "sidecars/IMG_1.jpg.xmp" in archive.read("README.txt").decode()


def test_the_zip_comes_in_pieces_of_which_none_is_large(see, library):
    asset = see(painted("red"), "IMG_1.jpg")
    Face.objects.bulk_create(
        FaceFactory.build(asset=asset, left=n / 10_000, right=0.9) for n in range(3000)
    )
    pieces = list(as_zip(library))
    assert max(map(len, pieces)) < 128 * 1024
    assert len(pieces) > 5


def test_whoever_stops_reading_leaves_no_process(see, library, monkeypatch):
    closed = []
    monkeypatch.setattr("faces.sandbox.Sandbox.close", lambda self: closed.append(self))  # noqa: PLW0108  to be bound
    see(PHOTOS[0], "IMG_1.jpg")
    pieces = as_zip(library)
    next(pieces)
    pieces.close()
    assert closed


def test_names_travel_with_the_photos_by_their_sidecars_alone(see, library, another, keep, look):
    see(PHOTOS[0], "IMG_1.jpg", "Anna", LEFT)
    see(PHOTOS[1], "IMG_2.jpg", "Bert", RIGHT)
    archive = unzipped(library)
    for number, photo in enumerate(PHOTOS[:2], 1):
        sidecar = archive.read(f"sidecars/IMG_{number}.jpg.xmp")
        look(keep(another, photo, f"IMG_{number}.jpg", sidecar=sidecar))
    people = Person.objects.filter(library=another).order_by("name")
    assert [one.name for one in people] == ["Anna", "Bert"]
    assert [one.faces.get().box for one in people] == [LEFT, RIGHT]
