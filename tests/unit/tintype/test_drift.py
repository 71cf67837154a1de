from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.models.published import manifest, png, release
from tintype import drift
from tintype.drift import OTHERS, Drift, distance, has_reference, top
from tintype.observability import flush
from tintype.serving.pipeline import predict
from tintype.serving.watching import Seen
from tintype.tasks import Parameters

REFERENCE = {
    "label_shares": {"top left": 0.25, "top right": 0.25, "bottom left": 0.25, "bottom right": 0.25},
    "brightness": {"mean": 50.0, "deviation": 10.0},
    "contrast": {"mean": 20.0, "deviation": 5.0},
}
QUADRANTS = manifest("quadrants", metrics={"accuracy": 1.0, "reference": REFERENCE})


@pytest.fixture(autouse=True)
def moving_time(monkeypatch):
    """Each look at the time finds it a second later, so that every image is measured."""
    moment = [0.0]

    def later():
        moment[0] += 1
        return moment[0]

    monkeypatch.setattr(drift, "time", SimpleNamespace(time=later))


@pytest.fixture
def figures(emitted):
    """Return a function that returns the figures of drift so far, by name."""

    def read():
        flush()
        names = ("LabelDrift", "BrightnessDrift", "ContrastDrift")
        return [{name: line[name][0] for name in names if name in line} for line in emitted()]

    return read


def seen(label, grey):
    return Seen(QUADRANTS, png(8, 8, grey), 0.01, {"label": label}, label, is_image=True)


def test_the_same_as_measured_is_no_drift(figures):
    """Answers and images like those of the test set give figures near zero, once for each full window."""
    watched = Drift(QUADRANTS, 8)
    for label in [*REFERENCE["label_shares"]] * 4:
        watched.answered(seen(label, 50))
    first = figures()[0]
    assert first["LabelDrift"] == pytest.approx(0, abs=0.01)
    assert first["BrightnessDrift"] == 0
    assert first["ContrastDrift"] == 4.0


def test_other_answers_and_darker_images(figures):
    """Answers that are all the same, and images that are darker, stand out."""
    watched = Drift(QUADRANTS, 8)
    for _ in range(8):
        watched.answered(seen("top left", 10))
        watched.failed()
    (found,) = figures()
    assert found["LabelDrift"] > 1
    assert found["BrightnessDrift"] == 4.0


def test_a_part_of_a_window_says_nothing(figures):
    """Until the window is full there are no figures."""
    watched = Drift(QUADRANTS, 8)
    for _ in range(7):
        watched.answered(seen("top left", 10))
    assert figures() == []


def test_tensors_have_labels_and_no_light(figures):
    """Where tensors were sent, only the answers are compared."""
    watched = Drift(QUADRANTS, 4)
    for label in REFERENCE["label_shares"]:
        watched.answered(seen(label, 50)._replace(is_image=False, data=b"numbers"))
    assert figures() == [{"LabelDrift": pytest.approx(0, abs=0.01)}]


def test_rare_labels_count_as_one():
    """Of many labels the twenty most frequent have shares of their own."""
    shares = top({f"label {number}": 1 / 100 + (number < 20) * 0.01 for number in range(100)})
    assert len(shares) == 21
    assert shares[OTHERS] == pytest.approx(0.8)


def test_a_reference_without_any_deviation():
    """Test images that are all equally bright make no figure infinite."""
    assert distance([3.0, 5.0], {"mean": 0.0, "deviation": 0.0}) == 4.0


def test_a_service_measures_what_has_a_reference(make_service, bucket, figures):
    """With a window, versions with a reference are measured while they answer; others just answer."""
    release(bucket, "quadrants", metrics=QUADRANTS.metrics)
    release(bucket, "digits")
    service = make_service(drift_window=3)
    for _ in range(3):
        predict(service.model("quadrants").model, png(8, 8, 255), Parameters(), 1000)
    assert service.model("digits").model.watchers == ()
    (found,) = figures()
    assert found["BrightnessDrift"] == 20.5
    assert not has_reference(manifest("digits"))
    assert not has_reference(manifest("digits", metrics={"reference": {"label_shares": {}}}))
