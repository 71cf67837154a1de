from __future__ import annotations

import numpy as np

from tintype.images import Preprocessing
from training import reference as module
from training.dataset import Dataset
from training.reference import evaluation_set, reference
from workbench.gate.examples import unpack

TEST = Dataset(
    np.stack([np.full((4, 4, 1), value, np.uint8) for value in (0, 100, 200)]), np.array([0, 1, 1]), ("off", "on/off")
)


def test_the_distribution_of_answers_and_light():
    """The reference has each label's share of the answers, and the light of single images."""
    answers = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]], np.float32)
    assert reference(answers, TEST, Preprocessing(4, 4, "L")) == {
        "label_shares": {"off": 0.666667, "on/off": 0.333333},
        "brightness": {"mean": 100.0, "deviation": 81.65},
        "contrast": {"mean": 0.0, "deviation": 0.0},
    }


def test_the_set_is_what_a_gate_reads():
    """The published images come back with their labels, as PNG; a slash in a label makes no folder."""
    found = unpack(evaluation_set(TEST))
    assert [(example.name, example.label) for example in found] == [
        ("off/000000.png", "off"),
        ("on_off/000001.png", "on_off"),
        ("on_off/000002.png", "on_off"),
    ]
    assert evaluation_set(TEST) == evaluation_set(TEST)


def test_a_large_set_is_sampled(monkeypatch):
    """Of a large set a sample is kept, evenly over all images."""
    monkeypatch.setattr(module, "MOST_IMAGES", 2)
    assert [example.name for example in unpack(evaluation_set(TEST))] == ["off/000000.png", "on_off/000001.png"]
