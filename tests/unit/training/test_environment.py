from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.cluster import Cluster
from training.environment import FAILURE_LIMIT, JobEnvironment, output_folder, write_failure
from training.errors import DatasetError, HyperparameterError


@pytest.fixture
def base(tmp_path):
    (tmp_path / "input" / "config").mkdir(parents=True)
    (tmp_path / "input" / "data" / "training").mkdir(parents=True)
    (tmp_path / "input" / "config" / "hyperparameters.json").write_text('{"epochs": "3", "name": "digits"}')
    return tmp_path


def test_paths_below_the_base(base):
    """With nothing but the base folder, everything lies where SageMaker puts it."""
    found = JobEnvironment.read({"SAGEMAKER_BASE_DIR": str(base)}, {})
    assert found == JobEnvironment(
        training=str(base / "input/data/training"),
        test="",
        validation="",
        model=base / "model",
        output=base / "output",
        output_data=base / "output/data",
        checkpoints=base / "checkpoints",
        cluster=Cluster(),
        hyperparameters={"epochs": "3", "name": "digits"},
    )


def test_the_base_is_opt_ml():
    """Without any variable the base is /opt/ml."""
    assert output_folder({}) == Path("/opt/ml/output")


def test_variables_before_paths(base, tmp_path):
    """The SM_ variables win over the folders below the base."""
    for name in ("elsewhere", "held-out", "aside"):
        (tmp_path / name).mkdir()
    found = JobEnvironment.read(
        {
            "SAGEMAKER_BASE_DIR": str(base),
            "SM_CHANNEL_TRAINING": str(tmp_path / "elsewhere"),
            "SM_CHANNEL_TEST": str(tmp_path / "held-out"),
            "SM_CHANNEL_VALIDATION": str(tmp_path / "aside"),
            "SM_MODEL_DIR": "/m",
            "SM_OUTPUT_DIR": "/o",
            "SM_OUTPUT_DATA_DIR": "/d",
            "SM_CHECKPOINT_DIR": "/c",
            "SM_HOSTS": '["algo-2", "algo-1"]',
            "SM_CURRENT_HOST": "algo-2",
            "SM_HPS": json.dumps({"epochs": 5}),
        },
        {},
    )
    channels = [str(tmp_path / name) for name in ("elsewhere", "held-out", "aside")]
    assert found[:7] == (*channels, Path("/m"), Path("/o"), Path("/d"), Path("/c"))
    assert found.cluster == Cluster(("algo-1", "algo-2"), 1)
    assert found.hyperparameters == {"epochs": 5}


def test_arguments_before_everything(base):
    """The command line wins, one name at a time."""
    arguments = {"epochs": "1", "training": "s3://b/p", "model_dir": "/m", "output_data_dir": "/d"}
    arguments |= {"test": "s3://b/t", "validation": "s3://b/v", "checkpoint_dir": "/c"}
    found = JobEnvironment.read({"SAGEMAKER_BASE_DIR": str(base), "SM_MODEL_DIR": "/other"}, arguments)
    assert found[:3] == ("s3://b/p", "s3://b/t", "s3://b/v")
    assert (found.model, found.output_data, found.checkpoints) == (Path("/m"), Path("/d"), Path("/c"))
    assert found.hyperparameters == {"epochs": "1", "name": "digits"}


def test_a_channel_called_train(base):
    """The channel may also be called train, as in most examples."""
    (base / "input/data/training").rename(base / "input/data/train")
    assert JobEnvironment.read({"SAGEMAKER_BASE_DIR": str(base)}, {}).training == str(base / "input/data/train")


def test_no_channel(tmp_path):
    """Without a training channel the job says which one it needs."""
    with pytest.raises(DatasetError, match="a channel called training"):
        JobEnvironment.read({"SAGEMAKER_BASE_DIR": str(tmp_path)}, {})


@pytest.mark.parametrize("text", ["[1]", "{", "3"])
def test_hyperparameters_that_are_no_object(base, text):
    """Hyperparameters that are no JSON object are refused."""
    with pytest.raises(HyperparameterError, match="a JSON object"):
        JobEnvironment.read({"SAGEMAKER_BASE_DIR": str(base), "SM_HPS": text}, {})


def test_failure_file(tmp_path):
    """The first line is the reason, on one line, and SageMaker's 1,024 characters are not exceeded."""
    write_failure(tmp_path / "output", "two\nlines", "é" * 5000)
    text = (tmp_path / "output" / "failure").read_text(encoding="utf-8")
    assert text.startswith("two lines\né")
    assert len(text) == FAILURE_LIMIT == 1024
