import json

import pytest

from gallery import jobs, storage
from gallery.actions.keep_upload import keep_upload
from gallery.models import Stage
from gallery.pipeline import detect, ingest
from gallery.portable.document import people_json
from gallery.portable.reading import read
from tests.gallery.factories import LibraryFactory
from tests.gallery.pipeline.conftest import LEFT, RIGHT, SANDBOX, Seer


@pytest.fixture(scope="package", autouse=True)
def sandbox_closed():
    yield
    SANDBOX.close()


@pytest.fixture
def another(db):
    """A library that knows nobody yet."""
    return LibraryFactory()


@pytest.fixture
def keep(queued):
    """Keep some bytes in a library and read them, as an upload does."""

    def keep(library, content, name="IMG_1.jpg", user=None, **also):
        incoming = storage.Incoming()
        incoming.write(content)
        asset = keep_upload(library, incoming.finish(), name=name, user=user, **also).asset
        ingest.run(asset.pk, sandbox=SANDBOX)
        asset.refresh_from_db()
        return asset

    return keep


@pytest.fixture
def look(queued):
    """Find the faces of a photo."""

    def look(asset, *boxes, version="seer-1"):
        jobs.enqueue(Stage.DETECT, asset)
        seer = Seer(*(boxes or (LEFT, RIGHT)), version=version)
        detect.run(asset.pk, detector=seer, sandbox=SANDBOX)
        return list(asset.faces.order_by("left"))

    return look


@pytest.fixture
def written(tmp_path):
    """A library's people.json, as text, read back by our own reader."""

    def written(library):
        path = tmp_path / "people.json"
        path.write_text("".join(people_json(library)), encoding="utf-8")
        json.loads(path.read_text(encoding="utf-8"))
        return read(path)

    return written
