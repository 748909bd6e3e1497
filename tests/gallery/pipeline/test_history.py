"""Whatever people and the pipeline do, in whatever order, what somebody said stands.

`pytest tests/gallery/pipeline/test_history.py --hypothesis-profile=long` takes 10,000 steps.
"""

import contextlib

import numpy as np
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from gallery import jobs
from gallery.actions.answer import AnsweredError, answer
from gallery.actions.forbid import NobodysFaceError, forbid
from gallery.actions.forget import forget
from gallery.actions.merge import merge
from gallery.actions.move import SeenTwiceError, move
from gallery.actions.not_a_face import not_a_face
from gallery.actions.part import part
from gallery.actions.rename import rename
from gallery.actions.review import say_who
from gallery.actions.split import NothingToSplitError, split
from gallery.actions.twice import NotTwiceError, twice
from gallery.actions.undo import CannotUndoError, undo
from gallery.models import Asset, Decision, Face, Person, Proposal, Run, Stage, Statement
from gallery.pipeline import cluster
from gallery.pipeline.album import read_album
from tests.gallery.factories import AssetFactory, FaceFactory, LibraryFactory, UserFactory

pytestmark = pytest.mark.django_db

LOOKS = 5  # whom faces look like
picks = st.integers(0, 10_000)
WHERE = {"new": st.booleans(), "twice": st.booleans()}


def looking_like(look, noise):
    """Features near those of a look; faces of two looks are far apart, but noise may bridge."""
    vector = np.zeros(1024, np.float32)
    vector[look] = 1.0
    vector += np.random.default_rng(noise).normal(0, 0.022, 1024).astype(np.float32)
    return (vector / np.linalg.norm(vector)).astype("<f4").tobytes()


class History(RuleBasedStateMachine):
    """A library and its people, over years."""

    @initialize()
    def begin(self):
        self.block = transaction.atomic()
        self.block.__enter__()
        self.library, self.user = LibraryFactory(), UserFactory()

    def teardown(self):
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def pick(self, rows, number):
        found = list(rows.order_by("pk"))
        return found[number % len(found)] if found else None

    def someone(self, number):
        return self.pick(Person.objects.filter(library=self.library), number)

    @rule(look=st.integers(0, LOOKS - 1), count=st.integers(1, 4), noise=picks)
    def add_photos_of_one(self, look, count, noise):
        for i in range(count):
            asset = AssetFactory(library=self.library)
            FaceFactory(asset=asset, features=looking_like(look, noise + i))

    @rule(looks=st.lists(st.integers(0, LOOKS - 1), min_size=2, max_size=3), noise=picks)
    def add_a_group(self, looks, noise):
        asset = AssetFactory(library=self.library)
        for place, look in enumerate(looks):
            left = 0.1 + 0.25 * place
            features = looking_like(look, noise + place)
            FaceFactory(asset=asset, left=left, right=left + 0.1, features=features)

    @rule(number=picks)
    def remove_a_photo(self, number):
        asset = self.pick(Asset.objects.filter(library=self.library), number)
        if asset:
            asset.delete()

    @rule(number=picks, name=st.sampled_from(["Mia", "Ben", "Eva", ""]))
    def name(self, number, name):
        if person := self.someone(number):
            rename(person, name, by=self.user)

    @rule(one=picks, two=picks)
    def merge(self, one, two):
        keep, absorb = self.someone(one), self.someone(two)
        if keep and keep != absorb:
            merge(keep=keep, absorb=[absorb], by=self.user)

    @rule(number=picks, share=st.integers(2, 4))
    def split(self, number, share):
        if person := self.someone(number):
            faces = list(person.faces.order_by("pk").values_list("pk", flat=True))
            try:
                split(person, faces[::share], by=self.user, twice=True)
            except NothingToSplitError:
                assert len(faces) < 2

    @rule(
        number=picks, other=picks, count=st.integers(1, 3), new=st.booleans(), twice=st.booleans()
    )
    def move(self, number, other, count, new, twice):
        faces = list(Face.objects.filter(asset__library=self.library).order_by("pk"))
        chosen = [faces[(number + step) % len(faces)] for step in range(count)] if faces else []
        if chosen:
            with contextlib.suppress(SeenTwiceError):
                move(chosen, None if new else self.someone(other), by=self.user, twice=twice)

    @rule(number=picks)
    def say_it_is_not_a_face(self, number):
        if face := self.pick(Face.objects.real().filter(asset__library=self.library), number):
            not_a_face([face], by=self.user)

    @rule(number=picks)
    def say_that_somebody_is_seen_twice(self, number):
        face = self.pick(Face.objects.filter(asset__library=self.library), number)
        beside = face and face.asset.faces.exclude(pk=face.pk).first()
        if beside:
            with contextlib.suppress(NotTwiceError):
                twice(face, beside, by=self.user)

    @rule(one=picks, two=picks)
    def part(self, one, two):
        first, second = self.someone(one), self.someone(two)
        if first and first != second:
            part(first, second, by=self.user)

    @rule(number=picks)
    @precondition(lambda self: Person.objects.named().filter(library=self.library).exists())
    def forget(self, number):
        person = self.pick(Person.objects.named().filter(library=self.library), number)
        faces = list(person.faces.values_list("pk", flat=True))
        forget(person, by=self.user)
        assert not Face.objects.filter(pk__in=faces).exists()

    @rule(number=picks, deed=st.sampled_from(["name", "move", "forbid", "merge", "not", "part"]))
    def do_and_undo_at_once(self, number, deed):
        """Every action has an inverse: people and faces are as they were before."""
        before = self.rows()
        decision = self.deed(deed, number)
        if decision:
            undo(decision)
            assert self.rows() == before

    def deed(self, deed, number):
        people = list(Person.objects.filter(library=self.library).order_by("pk")[:50])
        faces = list(Face.objects.filter(asset__library=self.library).order_by("pk")[:50])
        if len(people) < 2 or not faces:
            return None
        one, two = people[number % len(people)], people[(number + 1) % len(people)]
        face = faces[number % len(faces)]
        with contextlib.suppress(NobodysFaceError):
            return {
                "name": lambda: rename(one, "Zoe", by=self.user),
                "move": lambda: move([face], two, by=self.user, twice=True)[0],
                "forbid": lambda: forbid([face], by=self.user),
                "merge": lambda: merge(keep=one, absorb=[two], by=self.user),
                "not": lambda: not_a_face([face], by=self.user),
                "part": lambda: part(one, two, by=self.user),
            }[deed]()
        return None

    def rows(self):
        standing = Statement.objects.standing().filter(library=self.library)
        return [
            list(Person.objects.filter(library=self.library).order_by("pk").values()),
            list(
                Face.objects.filter(asset__library=self.library)
                .order_by("pk")
                .values("pk", "person", "confirmed", "confirmed_by", "not_a_face")
            ),
            sorted(standing.values_list("pk", flat=True)),
        ]

    @rule(number=picks)
    def forbid(self, number):
        face = self.pick(Face.objects.filter(asset__library=self.library), number)
        if face:
            try:
                forbid([face], by=self.user)
            except NobodysFaceError:
                assert face.person is None or face.person.faces.count() == 1

    @rule(number=picks, yes=st.booleans(), name=st.sampled_from(["Mia", "Ben", "Eva"]))
    @precondition(lambda self: Proposal.objects.open().filter(library=self.library).exists())
    def answer(self, number, yes, name):
        proposal = self.pick(Proposal.objects.open().filter(library=self.library), number)
        if proposal.kind == Proposal.Kind.WHO:
            with contextlib.suppress(AnsweredError):
                say_who(proposal, name=name, by=self.user)
            return
        try:
            answer(proposal, yes=yes, by=self.user)
        except AnsweredError:
            theirs = proposal.faces.filter(person=proposal.person_id, confirmed=False)
            alone = proposal.person.faces.real().count() <= theirs.count()
            assert alone or not theirs.exists()

    @rule(number=picks)
    def undo(self, number):
        decision = self.pick(Decision.objects.filter(library=self.library), number)
        if decision:
            with contextlib.suppress(CannotUndoError):
                undo(decision)

    @rule()
    def run(self):
        sure = dict(Face.objects.filter(confirmed=True).values_list("pk", "person"))
        names = dict(Person.objects.named().values_list("pk", "name"))
        jobs.enqueue(Stage.CLUSTER, self.library)
        cluster.run(self.library.pk, version="test")
        assert dict(Face.objects.filter(confirmed=True).values_list("pk", "person")) == sure
        assert dict(Person.objects.named().values_list("pk", "name")) == names
        nobodys = Face.objects.real().filter(asset__library=self.library, person=None)
        assert not nobodys.exists()
        self.nobody_is_twice_in_a_photo()
        self.who_is_not_somebody_is_not_with_them()

    @rule()
    def run_again_after_a_restart(self):
        """Nothing but rows is left of a run, and the same again changes nothing."""
        self.run()
        before = dict(Face.objects.values_list("pk", "person"))
        self.run()
        assert dict(Face.objects.values_list("pk", "person")) == before
        assert Run.objects.filter(library=self.library).first().moved == 0

    def nobody_is_twice_in_a_photo(self):
        album = read_album(self.library, "test")
        said = album.confirmed | album.bound
        seen = set()
        for photo, person, declared in zip(
            album.constraints.groups, album.people, said, strict=True
        ):
            assert declared or (photo, person) not in seen
            if not declared:
                seen.add((photo, person))

    def who_is_not_somebody_is_not_with_them(self):
        said = Statement.objects.that_part().filter(face__isnull=False, other_face__isnull=False)
        for one in said.select_related("face", "other_face"):
            both_said = one.face.confirmed and one.other_face.confirmed
            assert (
                both_said
                or one.face.person_id is None
                or (one.face.person_id != one.other_face.person_id)
            )

    @invariant()
    def no_person_is_of_another_library(self):
        faces = Face.objects.exclude(person=None).exclude(person__library=self.library)
        assert not faces.exists()


def test_what_somebody_said_stands_whatever_happens(db, queued):
    usual = settings()
    steps = settings(
        usual,
        max_examples=usual.max_examples // 10,
        stateful_step_count=50,
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(History, settings=steps)
