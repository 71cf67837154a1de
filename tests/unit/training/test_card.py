from __future__ import annotations

import numpy as np
import pytest

from training.card import about, card
from training.dataset import Dataset
from training.evaluation import evaluate
from training.report import Findings

NAMES = ("cat|dog", "horse")
ANSWERS = np.array([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]], np.float32)
LABELS = np.array([0, 1, 0])
SETTINGS = {"network": "seed", "width": 28, "height": 20, "mode": "L", "resize": "fit"}


@pytest.fixture
def findings():
    return Findings(
        "animals",
        {"accuracy": 2 / 3, "train_images": 1234, "test_images": 3},
        [],
        evaluate(ANSWERS, LABELS),
        ANSWERS,
        Dataset(np.zeros((3, 20, 28, 1), np.uint8), LABELS, NAMES),
        {"data": {"digest": "d" * 64}, "hyperparameters": SETTINGS},
    )


def test_card(findings):
    """The card says what it is for, what it learnt from, and how good it is, label by label, with an interval."""
    text = card(findings, "")
    assert "It tells 2 labels apart: cat|dog, horse." in text
    assert "28 x 20 pixels (fit), L" in text
    assert "1,234 images to learn from, 3 others" in text
    assert "d" * 64 in text
    assert "66.67% of 3 test images are answered rightly (95 %: 20.8% to 93.9%)" in text
    assert "| cat/dog | 1.000 | 0.500 | 2 |" in text
    assert "not stated" in text
    assert "started from" not in text


def test_what_the_data_says(findings, tmp_path):
    """What a README beside the images says is quoted."""
    (tmp_path / "README.md").write_text("# Animals\n\nCC0, from our own camera.\n")
    text = card(findings, about(str(tmp_path)))
    assert "> # Animals\n>\n> CC0, from our own camera.\n" in text
    assert "not stated" not in text


@pytest.mark.parametrize("where", ["s3://bucket/prefix", "nowhere"])
def test_nothing_said(where):
    """Without a README, and where the data is no folder, nothing is quoted."""
    assert about(where) == ""


def test_weights(findings):
    """Weights that it started from are named with their licence and its text."""
    start = {"origin": "the package of weights", "sha256": "a" * 64, "licence": "Apache-2.0"}
    text = card(
        findings._replace(lineage={**findings.lineage, "pretrained": start}), "", "Apache License\nVersion 2.0\n"
    )
    assert f"the package of weights; SHA-256 `{'a' * 64}`" in text
    assert "derivative: Apache-2.0" in text
    assert text.endswith("```\nApache License\nVersion 2.0\n```\n")
