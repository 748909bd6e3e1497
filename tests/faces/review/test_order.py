import numpy as np
import pytest

from faces.cluster import Constraints
from faces.review import Album, Likeness, place, questions, together
from tests.faces.cluster.albums import make_items

NONE = np.empty((0, 2), np.int64)


def made(seed, n=40, people=5):
    rng = np.random.default_rng(seed)
    items = make_items(rng, n, width=16, people=people)
    whose = rng.integers(0, 12, n)
    return items, Constraints.none(n), whose


def asked(items, constraints, album, answered=NONE):
    return questions(items, constraints, album, answered)


def album_of(people, confirmed=(), named=()):
    sure = np.zeros(len(people), np.bool_)
    sure[list(confirmed)] = True
    return Album(people, sure, np.array(named, np.int64))


@pytest.mark.parametrize("seed", range(4))
def test_the_same_album_has_the_same_questions_in_the_same_order(seed):
    items, constraints, people = made(seed)
    first, second = (asked(items, constraints, album_of(people)) for _ in range(2))
    assert [(q.kind, q.face, q.other_face) for q in first] == [
        (q.kind, q.face, q.other_face) for q in second
    ]
    gains = [round(q.gain, 9) for q in first]
    assert gains == sorted(gains, reverse=True)


@pytest.mark.parametrize("seed", range(4))
def test_a_question_that_was_answered_is_not_asked_again(seed):
    items, constraints, people = made(seed)
    found = asked(items, constraints, album_of(people))
    answered = np.array([[q.face, q.other_face] for q in found[: len(found) // 2]])
    again = asked(items, constraints, album_of(people), answered)
    before = {frozenset(pair) for pair in answered.tolist()}
    assert before.isdisjoint({frozenset((q.face, q.other_face)) for q in again})
    assert again


def test_two_people_with_names_are_never_asked_about():
    items, constraints, people = made(1)
    found = asked(items, constraints, album_of(people, named=np.unique(people)))
    assert found
    assert not [q for q in found if q.kind == "same"]


def test_two_people_in_one_photo_are_never_asked_about():
    items, _, people = made(2)
    photos = np.full(len(items), -1, np.int64)
    first = np.unique(people, return_index=True)[1]
    photos[first] = 7  # one face of everybody
    found = asked(items, Constraints(photos), album_of(people))
    assert not [q for q in found if q.kind == "same"]


def test_a_pair_that_was_refused_is_not_asked_about():
    items, constraints, people = made(3)
    same = next(q for q in asked(items, constraints, album_of(people)) if q.kind == "same")
    refused = Constraints(constraints.groups, cannot=np.array([[same.face, same.other_face]]))
    again = [q for q in asked(items, refused, album_of(people)) if q.kind == "same"]
    assert {same.person, same.other} not in [{q.person, q.other} for q in again]


def test_two_of_whom_somebody_is_confirmed_are_not_asked_about_but_who_they_are():
    items, constraints, people = made(1)
    found = asked(items, constraints, album_of(people, confirmed=range(len(items))))
    assert not [q for q in found if q.kind == "same"]
    assert [q for q in found if q.kind == "who"]


def test_who_has_a_name_is_not_asked_for_it():
    items, constraints, people = made(1)
    somebody = int(people[0])
    found = asked(items, constraints, album_of(people, named=[somebody]))
    whole = [q for q in found if q.kind == "who" and q.person != q.other]
    assert whole
    assert somebody not in {q.person for q in whole}


def test_pieces_that_are_confirmed_are_not_asked_about():
    items, constraints, people = made(1)
    everybody = range(len(items))
    found = asked(items, constraints, album_of(people, confirmed=everybody))
    assert not [q for q in found if q.kind == "these"]


def test_an_album_of_nobody_and_of_one_face_asks_nothing():
    for n in (0, 1):
        items = make_items(np.random.default_rng(0), n, width=16)
        assert asked(items, Constraints.none(n), album_of(np.zeros(n, np.int64))) == []
        assert len(place(items, Constraints.none(n))) == n


def test_asked_together_are_at_most_as_many_as_fit_and_nobody_twice():
    items, constraints, people = made(5, n=120, people=30)
    found = asked(items, constraints, album_of(people))
    sheet, gain = together(found, most=4)
    assert 1 <= len(sheet) <= 4
    assert gain > 0
    concerned = [person for q in sheet if q.kind == "same" for person in (q.person, q.other)]
    assert len(concerned) == len(set(concerned))


def test_confirmed_faces_of_two_people_are_never_placed_together():
    items, constraints, _ = made(0)
    said = np.full(len(items), -1, np.int64)
    said[:6] = [0, 0, 1, 1, 2, 2]
    labels = place(items, Constraints(constraints.groups, people=said), least=0.0)
    assert len(set(labels[[0, 2, 4]].tolist())) == 3
    assert labels[0] == labels[1]


def test_a_photo_never_shows_one_person_twice_wherever_faces_are_placed():
    items, _, _ = made(6)
    photos = np.repeat(np.arange(20), 2)
    labels = place(items, Constraints(photos), least=0.0)
    assert not np.any(labels[::2] == labels[1::2])


def test_where_faces_are_placed_does_not_depend_on_what_was_compared_before():
    items, constraints, people = made(4)
    likeness = Likeness(items)
    questions(items, constraints, album_of(people), NONE, likeness=likeness)
    np.testing.assert_array_equal(
        place(items, constraints, likeness=likeness), place(items, constraints)
    )
