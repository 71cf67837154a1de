from __future__ import annotations

import json

import pytest

from tests.models.published import file, manifest
from tintype import runtimes
from tintype.errors import MethodNotAllowedError, ModelFileError, RegistryUnavailableError
from tintype.http.response import Response, cors, failure, preflight, provenance
from tintype.serving import Served
from tintype.serving.model import Model
from tintype.serving.pipeline import Timings


def served(load_seconds=0.0, problem=""):
    network = runtimes.load("litert", bytearray(file("quadrants")))
    return Served(Model(manifest("quadrants"), network), load_seconds, problem)


def test_rendered():
    """The integration's response has a status, headers and a body of JSON that is not base64."""
    rendered = Response(200, {"ä": [1.5]}, {"X-Own": "1"}).render({"X-Common": "2"})
    assert rendered == {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store", "X-Common": "2", "X-Own": "1"},
        "body": '{"ä":[1.5]}',
        "isBase64Encoded": False,
    }


def test_lone_surrogates():
    """Text that a caller escaped because no UTF-8 has it goes back as escaped: what Lambda sends is UTF-8."""
    rendered = Response(200, {"id": "ä\ud800"}).render({})
    assert rendered["body"] == '{"id":"ä\\ud800"}'


def test_preflight():
    """OPTIONS is answered without a body, with what a browser may send."""
    rendered = preflight().render(cors("https://example.org"))
    assert (rendered["statusCode"], rendered["body"]) == (204, "")
    assert rendered["headers"]["Access-Control-Allow-Origin"] == "https://example.org"
    assert "POST" in rendered["headers"]["Access-Control-Allow-Methods"]
    allowed = rendered["headers"]["Access-Control-Allow-Headers"].split(",")
    assert {"X-Api-Key", "Content-Encoding", "If-None-Match", "Inference-Header-Content-Length"} <= set(allowed)
    assert {"Authorization", "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-Sha256"} <= set(allowed)


def test_no_origin():
    """Without an origin no page is let in."""
    assert cors("") == {}


def test_failure():
    """An error's message reaches the caller, its detail does not."""
    rendered = failure(ModelFileError("litert", "s3://bucket/key")).render({})
    assert json.loads(rendered["body"]) == {
        "error": "The litert runtime cannot load the model file. Convert and publish the model again."
    }
    assert rendered["statusCode"] == 503
    assert "Retry-After" not in rendered["headers"]


def test_retry_after():
    """What may pass says when to try again."""
    assert failure(RegistryUnavailableError("")).headers == {"Retry-After": "5"}


def test_allow():
    """A wrong method is told the right ones (RFC 9110, section 15.5.6)."""
    assert failure(MethodNotAllowedError("PUT", "/health", "GET, HEAD")).headers == {"Allow": "GET, HEAD, OPTIONS"}


def test_provenance():
    """Headers say which model, version and file answered, and what each step took."""
    assert provenance(served(), Timings(0.001, 0.0025)) == {
        "X-Tintype-Model": "quadrants",
        "X-Tintype-Version": "1",
        "X-Tintype-Digest": f"sha256:{manifest('quadrants').digest}",
        "Server-Timing": "decode;dur=1.000, run;dur=2.500",
    }


@pytest.mark.parametrize(("problem", "stale"), [("", None), ("S3 is away", "true")])
def test_stale(problem, stale):
    """An answer from an older version than the newest says so, and not why."""
    headers = provenance(served(0.5, problem), Timings(run=0.001))
    assert headers.get("X-Tintype-Stale") == stale
    assert headers["Server-Timing"] == "load;dur=500.000, run;dur=1.000"
