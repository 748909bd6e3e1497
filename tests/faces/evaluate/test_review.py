import numpy as np
import pytest

from faces.cluster import Constraints, Items
from faces.evaluate.families import Family
from faces.evaluate.review import (
    SIDES,
    Point,
    cluster_by_cluster,
    for_f,
    for_names,
    question_by_question,
    review_table,
)
from faces.evaluate.reviewed import Reviewed
from faces.review import Question
from tests.faces.evaluate.test_families import seen  # noqa: F401 - a fixture


def family(*, people=6, each=7, noise=0.55, seed=0):
    """Some people over the years, hard enough for a clustering to leave pieces and mistakes."""
    rng = np.random.default_rng(seed)
    truth = np.repeat(np.arange(people), each)
    centres = rng.normal(size=(people, 24))
    features = centres[truth] + noise * 2.0 * rng.normal(size=(len(truth), 24))
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    ages = np.tile(np.linspace(2.0, 40.0, each), people)
    born = np.repeat(rng.uniform(1950, 2000, people), each)
    items = Items(
        features.astype(np.float32), ages, born + ages, np.arange(len(truth), dtype=np.int64)
    )
    photos = np.arange(len(truth), dtype=np.int64)
    photos[[0, each, 2 * each]] = 0  # three people in one photo
    return Family(None, items, Constraints(photos), born), truth


@pytest.mark.parametrize("side", [question_by_question, cluster_by_cluster])
@pytest.mark.parametrize("seed", [0, 1])
def test_who_always_says_the_truth_ends_with_everybody_right(side, seed):
    album, truth = family(seed=seed)
    curve = side(album, truth)
    assert curve[-1].f == 1.0
    assert curve[0].f < 1.0
    answers = [point.answers for point in curve]
    assert answers == sorted(answers)


def test_who_only_takes_wrong_faces_off_ends_with_everybody_right():
    album, truth = family(seed=2)
    assert question_by_question(album, truth, moves=False)[-1].f == 1.0


def test_an_album_is_reviewed_the_same_way_each_time():
    album, truth = family(seed=3)
    assert question_by_question(album, truth) == question_by_question(album, truth)


def test_what_a_side_needs_is_where_its_curve_first_is_high_enough():
    curve = [
        Point(0, 0.5, 9, 0.0),
        Point(2, 0.9, 9, 0.7),
        Point(3, 0.8, 8, 0.7),
        Point(7, 1, 9, 0.9),
    ]
    assert for_f(curve, 0.9) == 2
    assert for_f(curve, 0.95) == 7
    assert for_names(curve, 0.7) == 8
    assert for_names(curve, 0.95) == float("inf")


def test_who_has_no_name_yet_costs_an_answer_to_name():
    album, truth = family(people=3, each=4)
    reviewed = Reviewed(album, truth)
    reviewed.regroup(np.repeat([0, 1, 2, 2], [4, 3, 1, 4]))
    assert reviewed.once_named == (3, 11 / 12)
    reviewed.named[0] = int(reviewed.people[0])
    assert reviewed.once_named == (2, 11 / 12)


def test_each_wrong_face_of_somebody_costs_an_answer_more():
    album, truth = family()
    reviewed = Reviewed(album, truth)
    reviewed.regroup(np.zeros(len(truth), np.int64))
    person = int(reviewed.people[0])
    items = np.array([0, 1, 2, 7, 14])  # three of one person, two of others
    question = Question("who", person, person, items, 0, 20, 0.5, 1.0, 1.0, 0.0, 1.0, (person,))
    reviewed.say_who(question, moves=True)
    assert reviewed.answers == 3
    assert len(set(reviewed.said[[0, 1, 2]].tolist())) == 1
    assert len(set(reviewed.said[[0, 7, 14]].tolist())) == 3


def test_the_table_has_a_row_for_each_level_and_both_sides(seen):  # noqa: F811
    lines = review_table(seen, range(2), SIDES)
    assert lines[0].startswith("| reached | cluster by cluster | questions | ratio")
    assert sum(line.startswith("| F 0.98 |") for line in lines) == 1
    assert all(line.count("|") == lines[0].count("|") for line in lines)
