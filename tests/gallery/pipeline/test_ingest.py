from datetime import UTC, date, datetime

import pytest
from PIL import Image

from gallery import jobs, storage
from gallery.models import Asset, Job, Stage
from gallery.pipeline import ingest
from tests.gallery.pipeline.conftest import SANDBOX, painted

pytestmark = pytest.mark.django_db


def test_a_photo_gets_its_size_its_renditions_and_a_job_for_its_faces(keep):
    asset = keep(painted("red"))
    ingest.run(asset.pk, sandbox=SANDBOX)
    asset.refresh_from_db()
    assert (asset.width, asset.height) == (600, 400)
    for name in (storage.PREVIEW, storage.THUMBNAIL):
        with Image.open(storage.rendition_path(asset, name)) as rendition:
            assert rendition.format == "JPEG"
    assert set(Job.objects.values_list("stage", "state")) == {
        (Stage.INGEST, Job.State.DONE),
        (Stage.DETECT, Job.State.WAITING),
    }


def test_ingesting_twice_is_ingesting_once(keep):
    asset = keep(painted("red"))
    for _ in range(2):
        ingest.run(asset.pk, sandbox=SANDBOX)
    assert Job.objects.count() == 2
    jobs.enqueue(Stage.INGEST, asset)
    Job.objects.filter(stage=Stage.DETECT).update(state=Job.State.DONE)
    ingest.run(asset.pk, sandbox=SANDBOX)
    assert not Job.objects.unfinished().exists()  # its faces are not looked for again


def test_without_recognition_nobody_asks_for_faces(keep, library):
    library.recognition = False
    library.save()
    ingest.run(keep(painted("red")).pk, sandbox=SANDBOX)
    assert not Job.objects.exclude(stage=Stage.INGEST).exists()


def test_without_any_date_the_files_own_time_serves_but_is_not_trusted(keep):
    asset = keep(painted("red"), modified_at=datetime(2019, 7, 14, 10, tzinfo=UTC))
    ingest.run(asset.pk, sandbox=SANDBOX)
    asset.refresh_from_db()
    assert asset.taken_on == date(2019, 7, 14)
    assert asset.taken_source == Asset.DateSource.FILE
    assert not asset.date_is_trusted


def test_a_sidecar_says_when(keep):
    said = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        b'xmlns:exif="http://ns.adobe.com/exif/1.0/" '
        b'exif:DateTimeOriginal="2001-03-04T15:06:07+02:00"/></rdf:RDF></x:xmpmeta>'
    )
    asset = keep(painted("red"), sidecar=said)
    ingest.run(asset.pk, sandbox=SANDBOX)
    asset.refresh_from_db()
    assert asset.taken_at == datetime(2001, 3, 4, 13, 6, 7, tzinfo=UTC)
    assert (asset.taken_offset, asset.taken_source) == (120, Asset.DateSource.SIDECAR)


def test_a_date_that_somebody_typed_stands(keep):
    asset = keep(painted("red"), modified_at=datetime(2019, 7, 14, tzinfo=UTC))
    typed = {"taken_on": date(1987, 1, 1), "taken_source": Asset.DateSource.TYPED}
    Asset.objects.update(**typed)
    ingest.run(asset.pk, sandbox=SANDBOX)
    asset.refresh_from_db()
    assert asset.taken_on == date(1987, 1, 1)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.5, 0.9])
def test_a_photo_that_is_cut_off_is_kept_and_says_why_it_cannot_be_shown(keep, share):
    whole = painted("red")
    cut = whole[: int(len(whole) * share)]
    asset = keep(cut)
    ingest.run(asset.pk, sandbox=SANDBOX)
    asset.refresh_from_db()
    assert "cut off" in asset.problem
    assert Job.objects.get().state == Job.State.QUARANTINED
    assert storage.original_of(asset).read_bytes() == cut
