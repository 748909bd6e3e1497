"""Rows for tests."""

import hashlib
from datetime import UTC, datetime

import factory
import numpy as np
from factory.django import DjangoModelFactory

from gallery.models import (
    Asset,
    Dating,
    Decision,
    Face,
    Job,
    Library,
    Membership,
    Person,
    Role,
    Run,
    Stage,
    Statement,
    User,
)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    password = factory.django.Password("a long password")


class LibraryFactory(DjangoModelFactory[Library]):
    class Meta:
        model = Library

    name = factory.Sequence(lambda n: f"Family {n}")
    recognition = True


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    library = factory.SubFactory(LibraryFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.OWNER


class AssetFactory(DjangoModelFactory[Asset]):
    class Meta:
        model = Asset

    library = factory.SubFactory(LibraryFactory)
    kind = Asset.Kind.PHOTO
    media_type = "image/jpeg"
    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    sha1 = factory.Sequence(lambda n: hashlib.sha1(str(n).encode()).hexdigest())  # noqa: S324
    size = 1000
    name = factory.Sequence(lambda n: f"IMG_{n}.jpg")
    width = 1200
    height = 800
    taken_at = datetime(2019, 7, 14, 12, tzinfo=UTC)
    taken_on = factory.LazyAttribute(lambda asset: asset.taken_at and asset.taken_at.date())
    taken_source = Asset.DateSource.EXIF


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    library = factory.SubFactory(LibraryFactory)


class FaceFactory(DjangoModelFactory[Face]):
    class Meta:
        model = Face

    class Params:
        direction = factory.Sequence(lambda n: n)

    asset = factory.SubFactory(AssetFactory)
    left = 0.4
    top = 0.3
    right = 0.5
    bottom = 0.45
    score = 0.99
    detected_by = "test"
    represented_by = "test"
    age = 30.0
    p_male = 0.2

    @factory.lazy_attribute
    def features(self):
        vector = np.random.default_rng(self.direction).normal(size=1024).astype(np.float32)
        return (vector / np.linalg.norm(vector)).tobytes()

    @factory.lazy_attribute
    def age_posterior(self):
        posterior = np.zeros(100, np.float32)
        posterior[29] = 1.0
        return posterior.tobytes()


class JobFactory(DjangoModelFactory[Job]):
    class Meta:
        model = Job

    stage = Stage.INGEST
    asset = factory.SubFactory(AssetFactory)
    library = factory.SelfAttribute("asset.library")


class RunFactory(DjangoModelFactory[Run]):
    class Meta:
        model = Run

    library = factory.SubFactory(LibraryFactory)
    seconds = 0.1
    version = "test"
    parameters = factory.Dict({})
    faces = 0
    clusters = 0
    placed = 0
    moved = 0
    held = 0
    conflicts = 0


class DecisionFactory(DjangoModelFactory[Decision]):
    class Meta:
        model = Decision

    library = factory.SubFactory(LibraryFactory)
    kind = Decision.Kind.IMPORT


class StatementFactory(DjangoModelFactory[Statement]):
    class Meta:
        model = Statement

    library = factory.SubFactory(LibraryFactory)
    decision = factory.SubFactory(DecisionFactory, library=factory.SelfAttribute("..library"))
    kind = Statement.Kind.IS


class DatingFactory(DjangoModelFactory[Dating]):
    class Meta:
        model = Dating

    asset = factory.SubFactory(AssetFactory)
    year = 2005
    low = 2003.0
    high = 2008.0
    lowest = 2001.0
    highest = 2012.0
    doubt = 3.0
