from __future__ import annotations

import json

import pytest

from tests.models.published import DRAFTS, file, release
from tintype.http import chronicle
from tintype.registry import keys, promote, publish, read_manifest

METRICS = {"accuracy": 0.5, "epochs": [{"loss": 2.0}, {"loss": 1.0}]}
CONFUSION = {"labels": ["a", "b"], "counts": [[1, 0], [1, 2]]}


@pytest.fixture
def measured(bucket):
    """A model whose first version has its figures, and whose second, released beside it, has none."""
    files = {
        "model": file("quadrants"),
        "metrics": json.dumps(METRICS).encode(),
        "confusion": json.dumps(CONFUSION).encode(),
    }
    publish(bucket, DRAFTS["quadrants"], files)
    promote(bucket, "quadrants", 1, who="an operator", why="to begin")
    publish(bucket, DRAFTS["quadrants"], {"model": file("quadrants")})
    promote(bucket, "quadrants", 2, alias="canary", who="an operator", why="to try")
    return bucket


@pytest.mark.usefixtures("measured")
@pytest.mark.parametrize("which", ["", "/versions/1", "/labels/production"])
def test_report(ask, which):
    """A version's report is what its training job wrote of its figures and its confusion matrix."""
    found = ask("GET", f"/v1/models/quadrants{which}/report")
    assert found.status == 200
    assert found.document == {"model": "quadrants", "version": 1, "metrics": METRICS, "confusion": CONFUSION}


@pytest.mark.usefixtures("measured")
def test_no_report(ask):
    """A version without such files has none, and says so by null."""
    found = ask("GET", "/v1/models/quadrants/labels/canary/report")
    assert found.document == {"model": "quadrants", "version": 2, "metrics": None, "confusion": None}


@pytest.mark.usefixtures("measured")
@pytest.mark.parametrize("path", ["/versions/9/report", "/labels/nobody/report"])
def test_unknown_version(ask, path):
    """What is not there is 404."""
    assert ask("GET", f"/v1/models/quadrants{path}").status == 404


@pytest.mark.parametrize("body", [b"", b"{", None])
def test_damaged_report(measured, ask, body):
    """A file that is gone, or not what was published, is no report."""
    place = keys.blob("quadrants", read_manifest(measured, "quadrants", 1).files["confusion"].sha256)
    measured.delete(place) if body is None else measured.put(place, body)
    found = ask("GET", "/v1/models/quadrants/report")
    assert found.status == 503
    assert "differs from what was published" in found.document["error"]


def test_report_that_is_no_json(bucket, ask):
    """A file under a report's role that is no JSON is told of, not passed on."""
    publish(bucket, DRAFTS["quadrants"], {"model": file("quadrants"), "metrics": b"accuracy: 0.5"})
    promote(bucket, "quadrants", 1)
    found = ask("GET", "/v1/models/quadrants/report")
    assert (found.status, "expected JSON" in found.document["error"]) == (503, True)


@pytest.mark.usefixtures("measured")
def test_history(ask):
    """The releases come newest first, with what they did and why, and without who."""
    found = ask("GET", "/v1/models/quadrants/history").document
    assert [(each["action"], each["alias"], each["why"]) for each in found["releases"]] == [
        ("promote", "canary", "to try"),
        ("promote", "production", "to begin"),
    ]
    assert found["releases"][0]["aliases"] == {"production": {"1": 1.0}, "canary": {"2": 1.0}}
    assert "operator" not in json.dumps(found)


@pytest.mark.usefixtures("measured")
def test_long_history(ask, monkeypatch):
    """Of a long history only the newest releases are read."""
    monkeypatch.setattr(chronicle, "MOST", 1)
    (only,) = ask("GET", "/v1/models/quadrants/history").document["releases"]
    assert only["sequence"] == 2


@pytest.mark.parametrize("path", ["history", "report"])
def test_unknown_model(ask, path):
    """A model that was never released has neither."""
    assert ask("GET", f"/v1/models/nothing/{path}").status == 404


@pytest.mark.parametrize("path", ["history", "report", "versions/1/report"])
def test_without_s3(bucket, ask, s3_down, path):
    """Where S3 does not answer, the caller is told to try again."""
    release(bucket, "quadrants")
    ask("GET", "/v1/models/quadrants")
    with s3_down():
        found = ask("GET", f"/v1/models/quadrants/{path}")
    assert (found.status, found.headers["Retry-After"]) == (503, "5")
