from itertools import pairwise

import numpy as np
import pytest

from faces.cluster import Proposal as Pair
from gallery import jobs
from gallery.actions.answer import answer
from gallery.actions.forbid import forbid
from gallery.actions.split import split
from gallery.actions.undo import undo
from gallery.models import Face, Person, Proposal, Run, Stage
from gallery.pipeline import cluster, settle
from gallery.pipeline.proposals import Kind, Question, of_joins, propose
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory, RunFactory
from tests.gallery.pipeline.test_cluster import towards

pytestmark = pytest.mark.django_db


@pytest.fixture
def face(library, queued):
    def face(somebody, share=0.0, **columns):
        columns.setdefault("asset", AssetFactory(library=library))
        return FaceFactory(features=towards(somebody, share=share), **columns)

    return face


@pytest.fixture
def mia(library, face):
    """Somebody named, of whose faces more than a few look like somebody else."""
    person = PersonFactory(library=library, name="Mia")
    for first in [True] + 7 * [False]:
        face(1, person=person, confirmed=first)
    for _ in range(settle.FEW + 1):
        face(2, person=person)
    return person


def run(library):
    jobs.enqueue(Stage.CLUSTER, library)
    cluster.run(library.pk, version="test")


def test_what_would_move_is_asked_instead(library, mia):
    run(library)
    proposal = Proposal.objects.get()
    assert (proposal.person, proposal.other) == (mia, None)
    assert proposal.faces.count() == settle.FEW + 1
    assert mia.faces.count() == 8 + settle.FEW + 1
    assert Run.objects.get().held == mia.faces.filter(confirmed=False).count()


def test_asking_twice_is_asking_once(library, mia):
    run(library)
    first = Proposal.objects.get().pk
    run(library)
    assert Proposal.objects.get().pk == first
    assert Run.objects.count() == 2


def test_what_is_not_asked_any_more_goes_and_answers_stay(library, mia, owner):
    run(library)
    decision = answer(Proposal.objects.get(), yes=False, by=owner)
    run(library)
    assert [one.answer for one in Proposal.objects.all()] == ["no"]
    undo(decision)
    run(library)
    assert Proposal.objects.open().count() == 1
    Face.objects.filter(person=mia).update(features=towards(1))
    run(library)
    assert not Proposal.objects.open().exists()


def test_a_yes_is_kept_by_every_later_run(library, mia, owner):
    run(library)
    answer(Proposal.objects.get(), yes=True, by=owner)
    for _ in range(2):
        run(library)
    assert mia.faces.count() == 8
    assert Person.objects.exclude(pk=mia.pk).get().faces.count() == settle.FEW + 1
    assert not Proposal.objects.open().exclude(kind=Kind.WHO).exists()


def test_a_question_names_the_person_to_whom_faces_would_go(library, mia, face):
    ben = PersonFactory(library=library, name="Ben")
    for _ in range(3):
        face(2, person=ben, confirmed=True)
    run(library)
    assert Proposal.objects.get(person=mia).other == ben


def test_who_was_split_stays_two_however_alike(library, face, owner):
    person = PersonFactory(library=library)
    faces = [face(1, share, person=person) for share in (0.3, 0.3, 0.3, 0.0, 0.0, 0.0)]
    _, new = split(person, [one.pk for one in faces[:3]], by=owner)
    run(library)
    assert set(new.faces.values_list("pk", flat=True)) == {one.pk for one in faces[:3]}
    assert set(person.faces.values_list("pk", flat=True)) == {one.pk for one in faces[3:]}


def test_a_forbidden_face_never_comes_back(library, face, owner):
    person = PersonFactory(library=library, name="Mia")
    faces = [face(1, share, person=person) for share in (0.3, 0.0, 0.0, 0.0)]
    forbid([faces[0]], by=owner)
    for _ in range(2):
        run(library)
        faces[0].refresh_from_db()
        assert faces[0].person_id not in {None, person.pk}
    assert person.faces.count() == 3


def test_people_of_enough_faces_are_asked_about_with_the_reasons():
    labels = np.array([0, 0, 1, 1, 1, 2, 2, 3])
    people = np.array([7, 7, 4, 4, 9, 9, 9, 9])
    pairs = [Pair(first, second, -0.5, 0.25, 0.75) for first, second in [(0, 1), (0, 2), (1, 3)]]
    found = settle.Settled(people, labels, 0, 0, (), tuple(pairs), ())
    (question,) = of_joins(found, people)
    assert question == Question(Kind.JOIN, 4, 7, frozenset())
    assert question.evidence == {"log_odds": -0.5, "birth_years": 0.25, "nearest": 0.75}


def test_two_people_who_were_told_apart_are_not_asked_about_again(
    library, face, django_assert_max_num_queries
):
    people = [PersonFactory(library=library) for _ in range(12)]
    asked = [Question(Kind.JOIN, one.pk, two.pk, frozenset()) for one, two in pairwise(people)]
    for person in people[:-1]:
        face(1, person=person, confirmed=True)
    with django_assert_max_num_queries(8):
        propose(RunFactory(library=library), asked)
    assert [(one.person, one.other) for one in Proposal.objects.all()] == [tuple(people[-2:])]


def test_a_run_says_what_it_did(library, face):
    for _ in range(3):
        face(1)
    face(2)
    run(library)
    made = Run.objects.get()
    assert (made.faces, made.clusters, made.placed, made.moved, made.conflicts) == (4, 2, 4, 0, 0)
    assert made.version == "test"
    assert made.parameters["method"] == "average"
    run(library)
    assert Run.objects.first().placed == 0


def test_only_the_latest_runs_are_kept(library, face, monkeypatch):
    monkeypatch.setattr(cluster, "RUNS_KEPT", 2)
    face(1)
    for _ in range(4):
        run(library)
    assert Run.objects.count() == 2


def two_that_may_be_one(first, second, faces):
    """What a clustering says that is not sure whether two people are one."""
    labels = np.repeat([0, 1], faces)
    pair = Pair(first=0, second=1, log_odds=-0.2, overlap=0.5, nearest=1.1)
    people = np.where(labels == 0, first.pk, second.pk)
    settled = settle.Settled(
        people=people, labels=labels, held=0, conflicts=0, asked=(), joins=(pair,), trees=()
    )
    return of_joins(settled, people)


def test_whether_two_people_are_one_is_asked_once_and_never_after_a_no(library, face, owner):
    one, two = PersonFactory(library=library), PersonFactory(library=library)
    for person, look in ((one, 1), (two, 2)):
        for _ in range(3):
            face(look, person=person)
    questions = two_that_may_be_one(one, two, [3, 3])
    for _ in range(2):
        propose(RunFactory(library=library), questions)
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.person, proposal.other) == ("join", one, two)
    answer(proposal, yes=False, by=owner)
    propose(RunFactory(library=library), questions)
    assert not Proposal.objects.open().exists()


@pytest.mark.parametrize(("faces", "asked"), [([3, 3], 1), ([1, 9], 0), ([2, 2], 0), ([2, 3], 1)])
def test_nobody_is_asked_about_people_hardly_seen(library, faces, asked):
    one, two = PersonFactory(library=library), PersonFactory(library=library)
    assert len(two_that_may_be_one(one, two, faces)) == asked
