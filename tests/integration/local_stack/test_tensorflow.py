"""`template-tensorflow.yaml` on this machine: a model that LiteRT cannot run is published, released and answered."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace

import pytest

from tests.integration.local_stack.conftest import Caller, settings
from tests.models.published import DRAFTS, TOP_RIGHT, release
from tintype.manifest import Golden
from tintype.registry import promote, publish
from workbench.local.layout import PROJECT
from workbench.local.model import registry
from workbench.local.stack import Stack

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

BLACK, WHITE = -0.5772157, 0.4227843  # the digamma function of one and of two
ANSWER = Golden(b64encode(TOP_RIGHT).decode(), {"scores": [BLACK, WHITE, BLACK, BLACK]}, 1e-4)


@pytest.fixture(scope="module")
def caller(tmp_path_factory):
    """Someone who calls a stack in which a model for TensorFlow and one for LiteRT are released."""
    from tests.support.tensorflow_models import digamma  # noqa: PLC0415 -- imports TensorFlow

    chosen = settings(tmp_path_factory.mktemp("home"), PROJECT / "template-tensorflow.yaml", PreloadModels="digamma")
    with Stack(replace(chosen, environments=1, integration_seconds=29.0)) as stack:
        bucket = registry(stack.ready)
        draft = DRAFTS["quadrants"]._replace(name="digamma", runtime="tensorflow", golden=ANSWER)
        promote(bucket, "digamma", publish(bucket, draft, {"model": digamma()}).version)
        release(bucket, "quadrants")
        bucket.close()
        yield Caller(stack.ready)


def test_answered_by_tensorflow(caller):
    """An image is answered by the model that LiteRT cannot run, with its version and timings."""
    status, body, headers = caller.call("/v1/models/digamma:predict", body=TOP_RIGHT, content_type="image/png")
    document = json.loads(body)
    assert (status, document["label"], document["version"]) == (200, "top right", 1)
    assert document["score"] == pytest.approx(WHITE, abs=1e-4)
    assert headers["X-Tintype-Model"] == "digamma"
    assert "run;dur=" in headers["Server-Timing"]


def test_every_dialect(caller):
    """TensorFlow Serving's and the Open Inference Protocol's callers get its numbers as of any other model."""
    rows = [[[0.0]] * 4 + [[1.0]] * 4] * 4 + [[[0.0]] * 8] * 4
    body = json.dumps({"instances": [rows, rows]}).encode()
    status, answered, _ = caller.call("/v1/models/digamma:predict", body=body, content_type="application/json")
    assert (status, len(json.loads(answered)["predictions"])) == (200, 2)
    flat = [value for row in rows for pixel in row for value in pixel]
    tensor = {"name": "image", "shape": [1, 8, 8, 1], "datatype": "FP32", "data": flat}
    body = json.dumps({"inputs": [tensor]}).encode()
    status, answered, _ = caller.call("/v2/models/digamma/infer", body=body, content_type="application/json")
    assert status == 200
    assert json.loads(answered)["outputs"][0]["data"] == pytest.approx([BLACK, WHITE, BLACK, BLACK], abs=1e-5)


def test_litert_beside_it(caller):
    """The same container answers models that LiteRT runs."""
    status, body, _ = caller.call("/v1/models/quadrants:predict", body=TOP_RIGHT, content_type="image/png")
    assert (status, json.loads(body)["label"]) == (200, "top right")


def test_keys_and_public_routes(caller):
    """Without a key only the public routes answer; an upload is refused, for this deployment takes none."""
    assert caller.call("/health", "GET", x_api_key="")[0] == 200
    assert caller.call("/openapi.json", "GET", x_api_key="")[0] == 200
    assert caller.call("/v1/models/digamma:predict", "OPTIONS", x_api_key="")[0] == 204
    status, body, _ = caller.call("/v1/models", "GET", x_api_key="")
    assert (status, "API key" in json.loads(body)["error"]) == (403, True)
    wanted = json.dumps({"model": "digamma"}).encode()
    status, body, _ = caller.call("/v1/uploads", body=wanted, content_type="application/json")
    assert (status, "takes no uploads" in json.loads(body)["error"]) == (400, True)
