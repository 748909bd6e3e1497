import json
from datetime import date

import pytest

from faces.types import Box
from gallery import jobs, storage
from gallery.actions.birth_date import set_birth_date
from gallery.actions.cover import choose_cover
from gallery.actions.draw import draw
from gallery.actions.forbid import forbid
from gallery.actions.gender import set_gender
from gallery.actions.hide import hide
from gallery.actions.keep_upload import keep_upload
from gallery.actions.leave_out import leave_out
from gallery.actions.move import move
from gallery.actions.not_a_face import not_a_face
from gallery.actions.part import part
from gallery.actions.rename import rename
from gallery.actions.set_dates import set_dates
from gallery.actions.twice import twice
from gallery.models import Stage
from gallery.pipeline import detect, ingest
from gallery.portable.document import people_json
from gallery.portable.reading import read
from tests.gallery.factories import LibraryFactory
from tests.gallery.pipeline.conftest import LEFT, RIGHT, SANDBOX, Seer, painted

MIDDLE = Box(0.4, 0.7, 0.5, 0.9)
PHOTOS = [painted("red", "blue", shade=10 * number) for number in range(6)]


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


MIDDLE = Box(0.4, 0.7, 0.5, 0.9)


@pytest.fixture
def add(another, keep, look):
    """Add a photo to the other library, and find its faces."""
    return lambda photo, *boxes: look(keep(another, photo), *boxes)


@pytest.fixture
def family(library, owner, keep, look):
    """Anna and Bert on each photo, and something of every kind that can be said."""
    assets = [keep(library, photo, f"IMG_{n}.jpg") for n, photo in enumerate(PHOTOS)]
    left, right = zip(*(look(asset) for asset in assets), strict=True)
    _, anna = move(left[:4], None, by=owner)
    _, bert = move(right[:3], None, by=owner)
    rename(anna, "Anna", by=owner)
    rename(bert, "Bert", by=owner)
    set_birth_date(anna, date(1962, 8, 5), "day", by=owner)
    set_birth_date(bert, date(1990, 1, 1), "year", by=owner)
    set_gender(anna, "female", by=owner)
    choose_cover(anna, left[2], by=owner)
    part(anna, bert, by=owner)
    move([left[4]], anna, by=owner)
    forbid([left[4]], by=owner)
    not_a_face([right[4]], by=owner)
    _, stranger = move([right[5]], None, by=owner)
    hide([stranger], hidden=True, by=owner)
    draw(assets[0], MIDDLE, None, by=owner)
    twice(right[3], left[3], by=owner)
    _, carl = move([left[5]], None, by=owner)
    rename(carl, "Carl", by=owner)
    leave_out(carl, left_out=True, by=owner)
    set_dates([assets[1]], date(1969, 7, 1), "month", by=owner)
    return library
