from __future__ import annotations

import pytest

from tests.models.published import DRAFTS, TOP_RIGHT, file, release, share
from tintype.http import catalogue
from tintype.registry import keys, promote, publish
from tintype.registry.collecting import collect, plan
from tintype.registry.retention import Retention


def test_empty_registry(ask):
    """After a first deploy the list is empty, and a call says how to get a model."""
    assert ask("GET", "/v1/models")[::2] == (200, {"models": []})
    status, _, document = ask("POST", "/v1/models/digits:predict", b"x", content_type="image/png")
    assert status == 404
    assert "tintype train" in document["error"]


def test_models(bucket, ask):
    """Released models are listed by name, with what their aliases stand for and how to call them."""
    release(bucket, "quadrants")
    publish(bucket, DRAFTS["quadrants"], {"model": file("quadrants")})
    promote(bucket, "quadrants", 2, alias="canary")
    release(bucket, "colours")
    publish(bucket, DRAFTS["pair"], {"model": file("pair")})
    models = ask("GET", "/v1/models").document["models"]
    assert [entry["name"] for entry in models] == ["colours", "quadrants"]
    assert models[1].pop("released")
    assert models[1] == {
        "name": "quadrants",
        "version": 1,
        "aliases": {"production": {"1": 1.0}, "canary": {"2": 1.0}},
        "predict": "/v1/models/quadrants:predict",
    }


def test_broken_release(bucket, ask):
    """One release that cannot be read does not hide the other models, and says so when it is asked for."""
    release(bucket, "colours")
    bucket.put(keys.release("quadrants"), b"{")
    assert [entry["name"] for entry in ask("GET", "/v1/models").document["models"]] == ["colours"]
    status, _, document = ask("GET", "/v1/models/quadrants")
    assert status == 503
    assert "release cannot be read" in document["error"]


def test_listing_waits_for_preload(bucket, make_service, monkeypatch):
    """A list that is asked for first waits for the models that are still loading over the same connection."""
    release(bucket, "quadrants")
    service = make_service(preload=("quadrants",))
    service.preload()
    loading = []
    monkeypatch.setattr(catalogue, "list_models", lambda _: loading.append(service._preload) or [])  # noqa: SLF001
    assert catalogue.models(service) == {"models": []}
    assert loading == [None]


@pytest.mark.parametrize("path", ["/v1/models", "/v1/models/quadrants", "/v1/models/quadrants/metadata"])
def test_unreachable(bucket, ask, s3_down, path):
    """Without S3 nothing is known, which may pass; the next call after that works."""
    release(bucket, "quadrants")
    with s3_down():
        status, headers, document = ask("GET", path)
    assert (status, headers["Retry-After"]) == (503, "5")
    assert document == {"error": "The model registry cannot be reached at the moment. Try again in a few seconds."}
    assert ask("GET", path).status == 200


def test_status(bucket, ask):
    """A model's status lists its live versions, newest first, in TensorFlow Serving's shape."""
    release(bucket, "quadrants")
    release(bucket, "quadrants", alias="canary")
    available = {"state": "AVAILABLE", "status": {"error_code": "OK", "error_message": ""}}
    assert ask("GET", "/v1/models/quadrants").document["model_version_status"] == [
        {"version": "2", **available},
        {"version": "1", **available},
    ]
    for path in ("/versions/2", "/labels/canary"):
        document = ask("GET", f"/v1/models/quadrants{path}").document
        assert document["model_version_status"] == [{"version": "2", **available}]


@pytest.mark.parametrize("path", ["", "/metadata", "/labels/staging", "/versions/1/metadata"])
def test_traffic(bucket, ask, path):
    """Status and metadata say which share of which alias each version has, and what shadows it."""
    for _ in range(3):
        release(bucket, "quadrants")
    shares = {"production": {1: 0.75, 2: 0.25}, "staging": {1: 0.5, 2: 0.5}}
    share(bucket, "quadrants", aliases=shares, shadows={"production": 3})
    said = ask("GET", f"/v1/models/quadrants{path}").document["tintype"]
    assert said["aliases"] == {"production": {"1": 0.75, "2": 0.25}, "staging": {"1": 0.5, "2": 0.5}}
    assert said["shadows"] == {"production": 3}


@pytest.mark.parametrize("path", ["", "/labels/staging"])
def test_status_of_several(bucket, ask, path):
    """All versions that share an alias are live; one that only shadows is not."""
    for _ in range(3):
        release(bucket, "quadrants")
    share(bucket, "quadrants", aliases={"staging": {1: 0.5, 2: 0.5}}, shadows={"staging": 3})
    entries = ask("GET", f"/v1/models/quadrants{path}").document["model_version_status"]
    assert [entry["version"] for entry in entries] == ["2", "1"]


@pytest.mark.parametrize("path", ["nothing", "quadrants/versions/7", "quadrants/labels/none", "quadrants/versions/x"])
@pytest.mark.parametrize("noun", ["", "/metadata"])
def test_unknown(bucket, ask, path, noun):
    """What is not released is not found."""
    release(bucket, "quadrants")
    status, _, document = ask("GET", f"/v1/models/{path}{noun}")
    assert status == 404
    assert "GET /v1/models" in document["error"]


def test_collected(bucket, ask):
    """A version whose files are no longer kept is gone (410) in every dialect, and the answer says since when."""
    for _ in range(3):
        release(bucket, "quadrants")
    done = collect(bucket, plan(bucket, "quadrants", Retention(1, "9999"), margin=0))
    assert done.versions == [1]
    for method, path in (
        ("GET", "/v1/models/quadrants/versions/1"),
        ("POST", "/v1/models/quadrants/versions/1:predict"),
        ("GET", "/v2/models/quadrants/versions/1"),
    ):
        answer = ask(method, path, *([TOP_RIGHT] if method == "POST" else []))
        assert (answer.status, "was collected on" in answer.document["error"]) == (410, True)
    assert ask("POST", "/v1/models/quadrants:predict", TOP_RIGHT).document["version"] == 3


def test_metadata(bucket, ask):
    """Metadata has TensorFlow Serving's signature, and the manifest's facts beside it."""
    published = release(bucket, "quadrants")
    document = ask("GET", "/v1/models/quadrants/metadata").document
    assert document["model_spec"] == {"name": "quadrants", "signature_name": "", "version": "1"}
    assert document["metadata"]["signature_def"]["@type"] == "type.googleapis.com/tensorflow.serving.SignatureDefMap"
    signature = document["metadata"]["signature_def"]["signature_def"]["serving_default"]
    assert signature["method_name"] == "tensorflow/serving/predict"
    assert signature["inputs"]["image"] == {
        "dtype": "DT_FLOAT",
        "name": "image",
        "tensor_shape": {
            "dim": [{"size": size, "name": ""} for size in ("-1", "8", "8", "1")],
            "unknown_rank": False,
        },
    }
    assert document["tintype"]["labels"] == ["top left", "top right", "bottom left", "bottom right"]
    assert document["tintype"]["digest"] == f"sha256:{published.digest}"
    assert document["tintype"]["metrics"] == {"accuracy": 1.0}


def test_metadata_of_bytes(bucket, ask):
    """A model of bytes has TensorFlow's name for that type."""
    release(bucket, "colours")
    signature = ask("GET", "/v1/models/colours/metadata").document["metadata"]["signature_def"]["signature_def"]
    assert signature["serving_default"]["inputs"]["image"]["dtype"] == "DT_UINT8"
