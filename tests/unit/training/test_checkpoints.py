from __future__ import annotations

import io
import pickle
import zipfile

import numpy as np
import pytest

from training.checkpoints import KEPT, Checkpoint, Checkpoints
from training.errors import CheckpointError

JOB = {"data": "abc", "seed": 0, "flip": "none"}


def checkpoint(step: int) -> Checkpoint:
    return Checkpoint(step, {"model-0": np.full((2, 3), step, np.float32)}, {"history": [{"loss": 0.5}]})


def test_what_was_saved_comes_back(tmp_path):
    """The newest checkpoint is returned with its arrays and notes."""
    kept = Checkpoints(tmp_path / "new", JOB)
    for step in (9, 10):
        kept.save(checkpoint(step))
    found = kept.newest()
    assert found is not None
    assert (found.step, found.notes) == (10, {"history": [{"loss": 0.5}]})
    assert np.array_equal(found.arrays["model-0"], np.full((2, 3), 10, np.float32))


def test_a_new_job_has_none(tmp_path):
    """Without a folder, or with an empty one, training begins at the beginning."""
    assert Checkpoints(tmp_path / "missing", JOB).newest() is None
    assert Checkpoints(tmp_path, JOB).newest() is None


def test_few_stay(tmp_path):
    """Only the newest two stay, and no half-written file."""
    kept = Checkpoints(tmp_path, JOB)
    for step in range(5):
        kept.save(checkpoint(step))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["step-000000003.npz", "step-000000004.npz"]
    assert KEPT == 2


@pytest.mark.parametrize("length", [0, 10, 400])
def test_a_damaged_one_is_passed_over(tmp_path, length):
    """When the newest file was cut short, the one before it is taken."""
    kept = Checkpoints(tmp_path, JOB)
    for step in (1, 2):
        kept.save(checkpoint(step))
    path = tmp_path / "step-000000002.npz"
    path.write_bytes(path.read_bytes()[:length])
    found = kept.newest()
    assert found is not None
    assert found.step == 1


def test_another_jobs_are_refused(tmp_path):
    """Checkpoints of other data or hyperparameters are refused, and the difference is named."""
    Checkpoints(tmp_path, JOB | {"seed": 1}).save(checkpoint(1))
    with pytest.raises(CheckpointError, match="another job's, with seed=1"):
        Checkpoints(tmp_path, JOB).newest()


def test_a_reader_writes_nothing(tmp_path):
    """A host that is not the chief reads checkpoints and writes none."""
    Checkpoints(tmp_path, JOB, writing=False).save(checkpoint(1))
    assert not list(tmp_path.iterdir())


def test_no_pickle(tmp_path):
    """A checkpoint with a pickle inside is not read."""
    kept = Checkpoints(tmp_path, JOB)
    kept.save(checkpoint(1))
    array = io.BytesIO()
    np.lib.format.write_array(array, np.array([{"a": 1}], object), allow_pickle=True)
    assert pickle.dumps({"a": 1})[:2] in array.getvalue()
    with zipfile.ZipFile(tmp_path / "step-000000001.npz", "a") as file:
        file.writestr("evil.npy", array.getvalue())
    assert kept.newest() is None
