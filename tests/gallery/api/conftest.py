import json
from types import SimpleNamespace

import numpy as np
import pytest
from django.core import serializers
from django.urls import reverse

from faces.image import encode
from gallery import storage
from gallery.models import Asset, Face, Person, Proposal, Role
from tests.gallery.factories import (
    AssetFactory,
    FaceFactory,
    MembershipFactory,
    PersonFactory,
    RunFactory,
)

MISSING = 999_999


@pytest.fixture
def family(library, queued):
    """Two people and a stranger in three photos, and a question about them."""
    photos = [AssetFactory(library=library) for _ in range(3)]
    mia, tom = PersonFactory(library=library, name="Mia"), PersonFactory(library=library)
    faces = [
        FaceFactory(asset=asset, person=person, left=left, right=left + 0.1)
        for asset in photos
        for person, left in ((mia, 0.1), (tom, 0.3), (None, 0.5))
    ]
    for person in (mia, tom):
        person.cover = person.faces.first()
        person.save()
    question = Proposal.objects.create(
        library=library, run=RunFactory(library=library), kind="join", person=mia, other=tom
    )
    question.faces.set(tom.faces.all())
    who = Proposal.objects.create(library=library, run=question.run, kind="who", person=tom)
    return SimpleNamespace(photos=photos, mia=mia, tom=tom, faces=faces, question=question, who=who)


@pytest.fixture
def theirs(outsider, queued):
    """Somebody else's library, in which everything looks as in ours."""
    library = outsider.memberships.get().library
    asset, person = AssetFactory(library=library), PersonFactory(library=library, name="Otto")
    others = [FaceFactory(asset=asset, person=person, left=left) for left in (0.1, 0.2)]
    question = Proposal.objects.create(
        library=library,
        run=RunFactory(library=library),
        kind="join",
        person=person,
        other=PersonFactory(library=library),
    )
    return SimpleNamespace(
        library=library, photo=asset, person=person, faces=others, question=question
    )


@pytest.fixture
def contributor(library):
    return MembershipFactory(library=library, role=Role.CONTRIBUTOR).user


@pytest.fixture
def preview(family):
    """The first photo, with its pictures written."""
    write_pictures(family.photos[0], family.faces[0])
    return family.photos[0]


def write_pictures(asset, face):
    """Write what pages show of a photo and of a face in it, and the original."""
    picture = encode(np.full((80, 120, 3), 200, np.uint8))
    for name in (storage.PREVIEW, storage.THUMBNAIL, storage.face_crop_name(face)):
        storage.write_rendition(storage.rendition_path(asset, name), picture)
    original = storage.original_of(asset)
    original.parent.mkdir(parents=True, exist_ok=True)
    original.write_bytes(picture)


@pytest.fixture
def api(client, contributor):
    """Asks the API as somebody who may change things: method, name of the route, its number."""
    client.force_login(contributor)
    return caller(client)


def caller(client):
    def call(method, name, pk=None, body=None, /, **query):
        address = reverse(f"api-{name}", args=[] if pk is None else [pk], query=query or None)
        sent = {} if body is None else {"data": json.dumps(body)}
        return getattr(client, method)(address, content_type="application/json", **sent)

    return call


@pytest.fixture
def rows():
    """All people, faces and dates, as they stand in the database."""

    def read():
        return [
            json.loads(serializers.serialize("json", model.objects.order_by("pk")))
            for model in (Person, Face, Asset)
        ]

    return read
