import json
from pathlib import Path

import numpy as np
import pytest

from faces.cluster import Parameters
from faces.evaluate.__main__ import main
from faces.evaluate.clustering import TUNED_ON, draw_years, drawn, measure
from faces.evaluate.datasets import Labelled
from faces.evaluate.kept import Rows
from faces.evaluate.report import table
from faces.evaluate.seen import Seen


def made(people=30, each=4, *, spread=0.3, albums=1, ages=None):
    """People whose faces lie around features of their own."""
    rng = np.random.default_rng(0)
    n = people * each
    own = np.repeat(rng.gamma(0.2, size=(people, 1024)), each, axis=0)
    features = own * np.exp(spread * rng.normal(size=(n, 1024)))
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    rows = Rows(
        features.astype(np.float32),
        np.full((n, 100), 0.01, np.float32),
        np.full(n, 0.5, np.float32),
        np.ones(n, np.float32),
    )
    labels = tuple(
        Labelled(Path(f"{i}.jpg"), f"{i // each + 1:03}", ages, album=str(i // each % albums))
        for i in range(n)
    )
    return Seen(rows, labels)


def test_people_who_are_easily_told_apart_are_measured_as_perfect():
    found = measure(made(), "lfw", Parameters(), dated=False, seeds=[0, 1])
    for one in found.values():
        assert one.measures["f"] == (1.0, 0.0)
        assert one.measures["clusters_per_person"] == (1.0, 0.0)


def test_the_threshold_is_tuned_where_the_default_does_not_fit():
    found = measure(made(spread=0.05), "lfw", Parameters(threshold=0.0), dated=False, seeds=[0])
    assert found["default"].measures["f"][0] < 0.6
    assert found["default, joined"].measures["f"][0] >= 0.4
    assert found["tuned"].measures["f"][0] == 1.0


def test_a_tenth_of_the_people_is_for_tuning_and_differs_by_the_seed():
    seen = made()
    draws = [drawn(seen, "lfw", np.random.default_rng(seed)) for seed in range(3)]
    for draw in draws:
        assert len(set(seen.people[draw])) == 3
        assert not set(seen.people[draw]) & set(seen.people[~draw])
    assert any((draws[0] != draw).any() for draw in draws)


def test_of_fgnet_the_first_ten_people_are_for_tuning():
    seen = made()
    tuning = drawn(seen, "fgnet", np.random.default_rng(0))
    assert {label.person for label in seen.take(tuning).labels} == TUNED_ON


def test_of_several_albums_whole_albums_are_for_tuning():
    seen = made(albums=10)
    tuning = drawn(seen, "gfw", np.random.default_rng(0))
    assert len({label.album for label in seen.take(tuning).labels}) == 1
    assert tuning.sum() == 12


def test_dates_are_birth_years_that_the_seed_draws_and_the_ages():
    seen = made(ages=7)
    years = draw_years(seen, np.random.default_rng(3))
    np.testing.assert_array_equal(years, draw_years(seen, np.random.default_rng(3)))
    for person in range(30):
        born = years[seen.people == person] - 7
        assert np.ptp(born) < 1
    with pytest.raises(ValueError, match="how old"):
        draw_years(made(), np.random.default_rng(3))


def test_a_table_has_mean_and_deviation_of_each_measure():
    lines = table(measure(made(), "lfw", Parameters(), dated=False, seeds=[0]))
    assert lines[0].startswith("| threshold | K/C | ARI")
    assert "1.000 ± 0.000" in lines[2]
    assert [line.split(" |")[0] for line in lines[3:]] == [
        "| default, joined 1.04",
        "| tuned 0.40",
        "| tuned, joined 0.40",
    ]


@pytest.mark.models
def test_the_command_measures_real_faces_and_writes_json(
    shared_data, onnx_models, tmp_path, capsys
):
    written = tmp_path / "measures.json"
    folder = str(shared_data / "friends" / "reference_faces")
    cache = str(tmp_path / "cache")
    code = main(["clustering", folder, "--seeds", "1", "--cache", cache, "--json", str(written)])
    assert code == 0
    assert "of 6 people" in capsys.readouterr().out
    measured = json.loads(written.read_text())
    assert measured["default, joined"]["measures"]["precision"][0] == 1.0
