from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.errors import HyperparameterError
from training.hyperparameters import Hyperparameters


def test_defaults_are_the_seed_networks():
    """Without any setting: ten epochs, 28 x 28 grey, values from 0 to 1."""
    settings = Hyperparameters.from_strings({})
    assert (settings.epochs, settings.preprocessing.shape) == (10, (1, 28, 28, 1))
    assert settings.preprocessing.scale == (1 / 255,)


def test_a_networks_own_input():
    """EfficientNet-Lite0 takes 224 x 224 in colour where nothing else is said, and what is said counts."""
    settings = Hyperparameters.from_strings({"network": "efficientnet-lite0", "height": "96"})
    assert settings.preprocessing.shape == (1, 96, 224, 3)
    assert settings.to_strings() == {"network": "efficientnet-lite0", "height": "96"}


@pytest.mark.parametrize(
    ("key", "value", "name", "expected"),
    [
        ("epochs", "3", "epochs", 3),
        ("batch-size", "64", "batch_size", 64),
        ("learning_rate", "1e-2", "learning_rate", 0.01),
        ("name", '"shoes"', "name", "shoes"),
        ("epochs", 3, "epochs", 3),
        ("release", "false", "release", False),
        ("release", "True", "release", True),
    ],
)
def test_strings_become_values(key, value, name, expected):
    """Strings, JSON in strings, and plain values are all read, with dashes or underscores."""
    assert getattr(Hyperparameters.from_strings({key: value}), name) == expected


def test_sagemakers_own_are_left_alone():
    """What SageMaker's tools add for themselves is no mistake."""
    values = {"sagemaker_program": "entry.py", "model_dir": "s3://x", "_tuning_objective_metric": "y"}
    assert Hyperparameters.from_strings(values) == Hyperparameters()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"epoch": "3"}, r"Expected one of .*epochs.* for epoch, received 'an unknown hyperparameter'"),
        ({"epochs": "three"}, "type int for epochs, received 'three'"),
        ({"width": "-1"}, "above 0 for width"),
        ({"epochs": "0"}, "above 0 for epochs, received 0"),
        ({"learning_rate": "nan"}, "above 0 for learning_rate"),
        ({"learning_rate": "inf"}, "above 0 for learning_rate"),
        ({"seed": "-1"}, "at least 0 for seed"),
        ({"mode": "CMYK"}, "L or RGB for mode, received 'CMYK'"),
        ({"resize": "squash"}, "stretch or fit or crop"),
        ({"background": "256"}, "0 to 255"),
        ({"release": "maybe"}, "true or false for release, received 'maybe'"),
        ({"name": "No Name"}, "lower-case letters"),
        ({"network": "huge"}, "seed or residual or efficientnet-lite0 for network, received 'huge'"),
        ({"averaging": "1"}, "at least 0 and below 1 for averaging"),
        ({"rotate": "181"}, "0 to 180 degrees"),
    ],
)
def test_mistakes_are_named(values, message):
    """A wrong name, type or range says what was expected and what was received."""
    with pytest.raises(HyperparameterError, match=message):
        Hyperparameters.from_strings(values)


@given(
    settings=st.builds(
        Hyperparameters,
        name=st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True),
        epochs=st.integers(1, 1000),
        batch_size=st.integers(1, 1000),
        learning_rate=st.floats(1e-9, 10),
        seed=st.integers(0, 2**31),
        train_images=st.integers(0, 10**9),
        test_images=st.integers(0, 10**9),
        width=st.integers(1, 4096),
        height=st.integers(1, 4096),
        mode=st.sampled_from(["L", "RGB"]),
        resize=st.sampled_from(["stretch", "fit", "crop"]),
        background=st.integers(0, 255),
        registry=st.sampled_from(["", "bucket", "s3://bucket"]),
        release=st.booleans(),
        network=st.sampled_from(["seed", "residual", "efficientnet-lite0"]),
        schedule=st.sampled_from(["constant", "cosine"]),
        flip=st.sampled_from(["none", "horizontal", "vertical", "both"]),
        shift=st.floats(0, 1, exclude_max=True),
        patience=st.integers(0, 100),
        class_names=st.sampled_from(["", "a,b"]),
    )
)
def test_round_trip(settings):
    """What is written for SageMaker is all strings, and read back the same."""
    strings = settings.to_strings()
    assert all(isinstance(value, str) for value in strings.values())
    assert Hyperparameters.from_strings(strings) == settings
