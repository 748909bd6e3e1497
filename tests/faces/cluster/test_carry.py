"""People outlive partitions."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from faces.cluster import carry_over, moves_of_named

NONE = np.zeros(0, dtype=np.int64)


def sure(n, *places):
    mask = np.zeros(n, dtype=bool)
    mask[list(places)] = True
    return mask


def test_each_cluster_is_the_person_it_shares_most_faces_with():
    labels = np.array([0, 0, 0, 1, 1, 2])
    people = np.array([5, 5, 9, 9, 9, -1])
    assert carry_over(labels, people, sure(6)).tolist() == [5, 9, -1]


def test_a_person_split_in_two_stays_the_larger_part():
    labels = np.array([0, 1, 1])
    assert carry_over(labels, np.array([4, 4, 4]), sure(3)).tolist() == [-1, 4]


def test_one_confirmed_face_outweighs_any_number_of_others():
    labels = np.array([0, 1, 1, 1])
    assert carry_over(labels, np.array([4, 4, 4, 4]), sure(4, 0)).tolist() == [4, -1]


def test_two_people_merged_are_the_one_with_a_name():
    labels = np.array([0, 0, 0])
    people = np.array([3, 3, 8])
    assert carry_over(labels, people, sure(3), named=np.array([8])).tolist() == [8]


def test_a_cluster_with_a_confirmed_face_of_one_is_never_another_person():
    labels = np.array([0, 0, 1, 1, 1])
    people = np.array([6, 2, 2, 6, 6])
    confirmed = sure(5, 0, 3, 4)
    assert carry_over(labels, people, confirmed).tolist() == [-1, 6]


def test_a_tie_goes_to_the_smaller_person_and_the_smaller_cluster():
    assert carry_over(np.array([0, 0]), np.array([9, 3]), sure(2)).tolist() == [3]
    assert carry_over(np.array([1, 0]), np.array([9, 9]), sure(2)).tolist() == [9, -1]


def test_no_faces_need_no_people():
    assert carry_over(NONE, NONE, sure(0)).tolist() == []


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-1, 5), st.booleans()), max_size=30))
def test_no_person_is_given_twice_and_carrying_over_again_changes_nothing(faces):
    drawn = np.array([face[0] for face in faces], dtype=np.int64)
    labels = np.unique(drawn, return_inverse=True)[1].astype(np.int64)
    people = np.array([face[1] for face in faces], dtype=np.int64)
    confirmed = np.array([face[2] for face in faces], dtype=bool) & (people >= 0)
    assigned = carry_over(labels, people, confirmed)
    given_out = assigned[assigned >= 0]
    assert len(np.unique(given_out)) == len(given_out)
    new = 100 + np.arange(len(assigned))
    settled = np.where(assigned >= 0, assigned, new)
    after = settled[labels] if len(labels) else people
    again = carry_over(labels, after, np.zeros(len(labels), dtype=bool))
    assert again.tolist() == settled.tolist()


def test_moves_of_named_people_are_counted_by_what_they_would_change():
    labels = np.array([0, 0, 0, 1, 1, 1])
    people = np.array([4, 4, -1, 4, 7, 7])
    assigned = np.array([4, 7])
    moves = moves_of_named(labels, people, sure(6, 0), assigned, named=np.array([4]))
    assert moves.people.tolist() == [4]
    assert moves.leaving.tolist() == [1]
    assert moves.entering.tolist() == [0]
    assert moves.joining.tolist() == [1]
    both = moves_of_named(labels, people, sure(6, 0), assigned, named=np.array([7, 4]))
    assert both.people.tolist() == [4, 7]
    assert both.entering.tolist() == [0, 1]


def test_confirmed_faces_are_not_counted_as_moves():
    moves = moves_of_named(
        np.array([0]), np.array([4]), sure(1, 0), np.array([-1]), named=np.array([4])
    )
    assert moves.leaving.tolist() == [0]
