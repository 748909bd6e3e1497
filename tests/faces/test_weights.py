import json
import shutil
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from faces.errors import WeightsError
from faces.weights import current_versions, models_folder, read_manifest
from faces.weights.convert import set_up
from faces.weights.manifest import PROJECT
from faces.weights.session import open_session
from faces.weights.sources import checked_files
from faces.weights.store import STAMP, checked_file, is_ready
from faces.weights.tfjs import read_arrays


@pytest.fixture
def copied_models(onnx_models, tmp_path):
    return Path(shutil.copytree(onnx_models, tmp_path / "models"))


def test_versions_name_the_weights_and_start_with_their_hash():
    assert current_versions() == {"faceres": "faceres-2c7d2d62", "mtcnn": "mtcnn-f2836e48"}


def test_every_entry_of_the_manifest_has_whole_hashes_and_a_licence():
    for weights in read_manifest().values():
        assert weights.licence
        assert all(len(bytes.fromhex(sha256)) == 32 for sha256 in weights.files.values())


def test_the_models_folder_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("KINDRED_MODELS", str(tmp_path))
    assert models_folder() == tmp_path


def test_a_missing_source_says_which_and_how_to_get_it(tmp_path):
    with pytest.raises(WeightsError, match=r"faceres\.json is missing.*make run.*npm ci"):
        checked_files(read_manifest()["faceres"], package=tmp_path)


def test_a_wrong_source_says_what_was_expected_and_what_was_found(tmp_path):
    weights = read_manifest()["mtcnn"]
    for inside in weights.files:
        path = tmp_path / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"not weights")
    with pytest.raises(WeightsError) as caught:
        checked_files(weights, package=tmp_path)
    words = str(caught.value)
    assert "pnet.lz4 is not the file of mtcnn 1.0.0" in words
    assert weights.files["assets/weights/pnet.lz4"] in words
    assert "pip install --force-reinstall --no-deps mtcnn==1.0.0" in words


def test_a_python_package_that_is_not_installed_is_named():
    weights = replace(read_manifest()["mtcnn"], package="nosuchpackage")
    with pytest.raises(WeightsError, match=r"nosuchpackage.*is not installed"):
        checked_files(weights)


def test_an_empty_models_folder_says_how_to_set_up(tmp_path):
    with pytest.raises(WeightsError, match=r"faceres\.onnx is missing.*python -m faces\.weights"):
        open_session(tmp_path, "faceres", "faceres.onnx")


@pytest.mark.models
def test_a_damaged_converted_file_is_refused(copied_models):
    path = copied_models / "faceres.onnx"
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    with pytest.raises(WeightsError, match=r"faceres\.onnx is damaged: expected sha256"):
        checked_file(copied_models, "faceres", "faceres.onnx")


@pytest.mark.models
def test_files_made_of_other_weights_are_refused(copied_models):
    stamp = copied_models / STAMP
    stamp.write_text(stamp.read_text().replace("faceres-2c7d2d62", "faceres-00000000"))
    with pytest.raises(WeightsError, match="was made of faceres-00000000"):
        checked_file(copied_models, "faceres", "faceres.onnx")


def test_a_damaged_stamp_is_named(tmp_path):
    (tmp_path / STAMP).write_text("{")
    with pytest.raises(WeightsError, match=r"converted\.json is damaged"):
        is_ready(tmp_path)


@pytest.mark.models
def test_a_negative_number_of_threads_is_refused(onnx_models):
    with pytest.raises(ValueError, match="got -1"):
        open_session(onnx_models, "faceres", "faceres.onnx", threads=-1)


@pytest.mark.models
@pytest.mark.parametrize("file", ["faceres.onnx", "faceres-int8.onnx"])
def test_idle_threads_of_a_session_sleep(onnx_models, file):
    options = open_session(onnx_models, "faceres", file, threads=2).get_session_options()
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"
    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (2, 1)


@pytest.mark.models
def test_set_up_repairs_a_damaged_file_and_then_does_nothing(copied_models, tmp_path):
    package = tmp_path / "package"
    shutil.copytree(copied_models, package / "models")
    published = {"faceres": package}
    for file in ("faceres.onnx", "faceres-int8.onnx"):
        whole = (copied_models / file).read_bytes()
        (copied_models / file).write_bytes(b"")
        assert set_up(copied_models, packages=published) == ["faceres-2c7d2d62"]
        assert (copied_models / file).read_bytes() == whole
    assert set_up(copied_models, packages=published) == []


@pytest.mark.models
def test_set_up_never_imports_tensorflow(onnx_models, tmp_path):
    models, published = tmp_path / "models", tmp_path / "package"
    shutil.copytree(onnx_models, published / "models")
    code = (
        "import sys; from pathlib import Path; from faces.weights.convert import set_up; "
        f"set_up(Path({str(models)!r}), packages={{'faceres': Path({str(published)!r})}}); "
        "assert not {'tensorflow', 'keras', 'mtcnn'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=PROJECT)  # noqa: S603 - our own code
    assert is_ready(models)


def test_arrays_are_read_in_file_order_and_widened(tmp_path):
    half = {"dtype": "float16", "original_dtype": "float32"}
    path = _graph_model(
        tmp_path,
        np.array([1.5, -2], "<f2").tobytes() + struct.pack("<i", 7) + struct.pack("<f", 0.25),
        [
            {"name": "a", "shape": [1, 2], "dtype": "float32", "quantization": half},
            {"name": "axes", "shape": [1], "dtype": "int32"},
            {"name": "b", "shape": [], "dtype": "float32"},
        ],
    )
    arrays = read_arrays(path)
    assert {name: array.tolist() for name, array in arrays.items()} == {"a": [[1.5, -2]], "b": 0.25}
    assert arrays["a"].dtype == np.float32


@pytest.mark.parametrize(("size", "words"), [(3, "ends at byte 4"), (9, "5 bytes are left over")])
def test_bytes_that_do_not_add_up_are_refused(tmp_path, size, words):
    entry = {"name": "a", "shape": [1], "dtype": "float32"}
    with pytest.raises(WeightsError, match=words):
        read_arrays(_graph_model(tmp_path, bytes(size), [entry]))


def test_an_unknown_quantisation_is_refused(tmp_path):
    entry = {"name": "a", "shape": [1], "dtype": "float32", "quantization": {"dtype": "uint8"}}
    with pytest.raises(WeightsError, match="stored as uint8"):
        read_arrays(_graph_model(tmp_path, bytes(1), [entry]))


def _graph_model(folder, data, entries):
    (folder / "m.bin").write_bytes(data)
    path = folder / "m.json"
    path.write_text(json.dumps({"weightsManifest": [{"paths": ["m.bin"], "weights": entries}]}))
    return path
