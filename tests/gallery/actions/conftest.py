import json

import pytest
from django.core import serializers

from gallery.models import Face, Person
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory


@pytest.fixture
def somebody(library):
    """Makes a person with as many faces as wanted; the first is the cover."""

    def make(faces=2, **columns):
        person = PersonFactory(library=library, **columns)
        made = [
            FaceFactory(asset=AssetFactory(library=library), person=person) for _ in range(faces)
        ]
        person.cover = made[0] if made else None
        person.save()
        return person

    return make


@pytest.fixture
def rows():
    """All people and faces, as they stand in the database."""

    def read():
        return [
            json.loads(serializers.serialize("json", model.objects.order_by("pk")))
            for model in (Person, Face)
        ]

    return read
