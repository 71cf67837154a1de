from __future__ import annotations

import json
import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.models.published import TOP_RIGHT, file, release
from tests.support.events import call
from tests.support.tracing import ROOT, received
from tintype.errors import RequestError
from tintype.http import answer, answering, routing
from tintype.http.routing import Route, match
from tintype.registry import keys

PREDICT = "/v1/models/quadrants:predict"
PATHS = ["/health", "/v1/models", "/v1/models/quadrants", "/v1/models/quadrants/metadata", PREDICT]


@pytest.fixture(autouse=True)
def _released(bucket):
    release(bucket, "quadrants")


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", PATHS)
def test_methods(ask, path, method):
    """Every method on every route is answered as the route says, with CORS headers in any case."""
    status, headers, document = ask(method, path, TOP_RIGHT)
    allowed = ["POST"] if path == PREDICT else ["GET", "HEAD"]
    assert status == (204 if method == "OPTIONS" else 200 if method in allowed else 405)
    assert headers["Access-Control-Allow-Origin"] == "*"
    if status == 405:
        assert headers["Allow"].split(", ") == [*allowed, "OPTIONS"]
        assert method == "HEAD" or f"received {method!r}" in document["error"]


@pytest.mark.parametrize("path", ["/health", "/v1/models", "/v1/nothing", PREDICT])
def test_head(ask, path):
    """HEAD is answered like GET, without the body (RFC 9110, section 9.3.2)."""
    head, get = ask("HEAD", path), ask("GET", path)
    assert (head.status, head.document) == (get.status, None)
    assert head.headers | {"X-Request-Id": ""} == get.headers | {"X-Request-Id": ""}


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1", "/docs.html", "/openapi.yaml", "/v3", "/v1/models//x"])
def test_no_route(ask, path):
    """A path that nothing answers is not found, in JSON."""
    status, headers, document = ask("GET", path)
    assert status == 404
    assert headers["Content-Type"] == "application/json"
    assert repr(path) in document["error"]


def test_health(ask, s3_down):
    """The service is healthy as long as it answers, also without S3."""
    with s3_down():
        assert ask("GET", "/health")[::2] == (200, {"status": "ok"})


def test_predict(ask):
    """A colon in the path may be percent-encoded, and a slash may follow."""
    for path in (PREDICT, "/v1/models/quadrants%3Apredict", PREDICT + "/", "/v1/models/quadrants/versions/1:predict"):
        assert ask("POST", path, TOP_RIGHT).document["label"] == "top right"


def test_cors(make_service):
    """The origin that may read answers is the deployment's; without one there are no such headers."""
    one = answer(call("GET", "/health"), make_service(cors_origin="https://example.org"))
    assert one["headers"]["Access-Control-Allow-Origin"] == "https://example.org"
    none = answer(call("GET", "/health"), make_service(cors_origin=""))
    assert not [name for name in none["headers"] if name.startswith("Access-Control")]


def test_cold(ask, monkeypatch):
    """The container's first call is the cold one, all others are warm."""
    monkeypatch.setattr(answering, "_calls", 0)
    assert [ask("GET", "/health").headers["X-Tintype-Start"] for _ in range(3)] == ["cold", "warm", "warm"]


def test_bad_base64(ask, service):
    """A body that should be base64 and is not is the caller's error, and the next call works."""
    response = answer(call("POST", PREDICT, TOP_RIGHT) | {"body": "%%%"}, service)
    assert response["statusCode"] == 400
    assert "base64" in response["body"]
    assert ask("POST", PREDICT, TOP_RIGHT).status == 200


def test_too_large(make_service):
    """A body over the limit is refused with both numbers and the way out."""
    response = answer(call("POST", PREDICT, bytes(1001)), make_service(max_body_bytes=1000))
    assert response["statusCode"] == 413
    assert "at most 1,000 bytes in one call, received 1,001" in response["body"]


def test_unexpected(ask, monkeypatch, logged):
    """A mistake of our own is an error 500 that tells the caller nothing, and the log everything."""
    monkeypatch.setitem(routing._handlers, "health", lambda *_: {}["secret"])  # noqa: SLF001
    status, headers, document = ask("GET", "/health")
    assert status == 500
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert document == {"error": "Something unexpected went wrong. The request's id finds the cause in the logs."}
    assert "KeyError" in logged()[0]["exception"]


def test_newer_version_fails(bucket, ask, clock, logged, emitted):
    """While a newer version cannot be served, the last good one answers, says so, and the operator is told why."""
    ask("POST", PREDICT, TOP_RIGHT)
    manifest = release(bucket, "quadrants", file("quadrants") + b"two")
    bucket.put(keys.blob("quadrants", manifest.digest), b"other")
    clock.pass_by(11)
    status, headers, document = ask("POST", PREDICT, TOP_RIGHT)
    assert (status, document["version"], document["label"]) == (200, 1, "top right")
    assert (headers["X-Tintype-Version"], headers["X-Tintype-Stale"]) == ("1", "true")
    assert next(line["detail"] for line in logged() if line["message"] == "stale").startswith("CorruptFileError")
    assert emitted()[-1]["StaleAnswers"] == [1.0]


def test_first_version_fails(bucket, ask, logged):
    """A model that cannot be served is an error 503 with what its owner has to do, the reason in the log alone."""
    release(bucket, "colours", b"not a model")
    status, headers, document = ask("POST", "/v1/models/colours:predict", TOP_RIGHT)
    assert status == 503
    assert document["error"].endswith("Convert and publish the model again.")
    assert "Retry-After" not in headers
    assert "LiteRtCreateModelFromBuffer" in logged()[0]["detail"]


def test_unreachable(ask, s3_down):
    """Without S3 and without a model the caller is asked to wait, and the next call after that works."""
    with s3_down():
        status, headers, document = ask("POST", PREDICT, TOP_RIGHT)
    assert (status, headers["Retry-After"]) == (503, "5")
    assert "cannot be reached" in document["error"]
    assert ask("POST", PREDICT, TOP_RIGHT).status == 200


def test_unreachable_later(ask, s3_down, clock):
    """Without S3 a loaded model goes on answering."""
    ask("POST", PREDICT, TOP_RIGHT)
    clock.pass_by(11)
    with s3_down():
        answered = ask("POST", PREDICT, TOP_RIGHT)
    assert (answered.status, answered.headers["X-Tintype-Stale"]) == (200, "true")


def test_one_line(ask, logged):
    """A call is one line in the log, with what answered and how long it took."""
    ask("POST", PREDICT, TOP_RIGHT)
    (line,) = logged()
    assert line["message"] == f"POST {PREDICT}"
    assert (line["status"], line["model"], line["version"], line["cold"]) == (200, "quadrants", "1", False)
    assert line["milliseconds"] > 0
    assert line["request_id"].startswith("request-")
    assert line["service"] == "tintype"


def test_error_line(ask, logged):
    """An error is in the call's line as the caller read it."""
    document = ask("POST", PREDICT, b"no image").document
    assert logged()[-1]["error"] == document["error"]


@pytest.mark.parametrize(
    ("path", "counters"),
    [("/health", set()), ("/v1/nothing", {"ClientErrors"}), ("/v1/models/broken", {"ServerErrors"})],
)
def test_metrics(bucket, ask, emitted, path, counters):
    """A call is one EMF document that CloudWatch takes: a duration, and a counter where there was an error."""
    bucket.put(keys.release("broken"), b"{")
    ask("GET", path)
    (document,) = emitted()
    (directive,) = document["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == "Tintype"
    assert {metric["Name"] for metric in directive["Metrics"]} == {"Duration"} | counters
    assert all(isinstance(document[metric["Name"]][0], float) for metric in directive["Metrics"])
    assert all(isinstance(document[name], str) for dimensions in directive["Dimensions"] for name in dimensions)
    assert abs(document["_aws"]["Timestamp"]) > 1_600_000_000_000


SEGMENTS = st.sampled_from(["v1", "models", "quadrants", "versions", "labels", "1", "metadata", "..", "", "%2e", "%00"])
ANY_PATH = st.one_of(
    st.text(max_size=30).map("/".__add__),
    st.lists(st.one_of(SEGMENTS, st.text(max_size=8)), max_size=6).map(lambda parts: "/" + "/".join(parts)),
    st.sampled_from(PATHS),
    st.lists(SEGMENTS, max_size=4).map(lambda parts: "/v1/models/" + "/".join(parts) + ":predict"),
)
NUMBERS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(["b64", "image", "x"]), inner, max_size=2)
    ),
    max_leaves=10,
)
BODIES = st.one_of(
    st.binary(max_size=200),
    st.integers(0, len(TOP_RIGHT)).map(lambda cut: TOP_RIGHT[:cut]),
    st.tuples(st.integers(0, len(TOP_RIGHT) - 1), st.integers(0, 255)).map(
        lambda at: TOP_RIGHT[: at[0]] + bytes([at[1]]) + TOP_RIGHT[at[0] + 1 :]
    ),
    st.dictionaries(st.sampled_from(["instances", "inputs", "signature_name"]), NUMBERS, max_size=2),
    st.text(max_size=50),
)
TYPES = st.one_of(st.sampled_from(["", "image/png", "application/json", "text/plain"]), st.text(max_size=20))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "PUT", ""]),
    path=ANY_PATH,
    body=BODIES,
    content_type=TYPES,
    headers=st.dictionaries(st.text(max_size=10), st.text(max_size=10), max_size=3),
    query=st.one_of(st.none(), st.dictionaries(st.sampled_from(["top", "x"]), st.text(max_size=5), max_size=2)),
)
def test_any_call(bucket, service, method, path, body, content_type, headers, query):
    """Whatever is sent, the answer is well formed, is no error of ours, and tells nothing of the inside."""
    response = answer(call(method, path, body, content_type=content_type, headers=headers, query=query), service)
    assert set(response) == {"statusCode", "headers", "body", "isBase64Encoded"}
    assert 200 <= response["statusCode"] < 500
    assert all(isinstance(value, str) and "\n" not in value for value in response["headers"].values())
    response["body"].encode()
    if response["body"]:
        document = json.loads(response["body"])
        assert ("error" in document) == (response["statusCode"] >= 400)
    assert bucket.name not in response["body"]
    assert not re.search(r"Traceback|/layers/|site-packages|\.py\b|amazonaws", response["body"].replace(path, ""))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["GET", "POST"]), ANY_PATH)
def test_any_path(method, path):
    """Any path is either a route or an error of the caller."""
    with suppress(RequestError):
        assert isinstance(match(method, path), Route)


def test_a_sampled_call_is_traced(ask, daemon):
    """X-Ray's daemon learns of a sampled call which steps it had, by which model; a second one loads no more."""
    documents = []
    for _ in range(2):
        assert ask("POST", PREDICT, TOP_RIGHT).status == 200
        documents.append(received(daemon)[1])
    names = [[step["name"] for step in document["subsegments"]] for document in documents]
    assert names == [["load", "decode", "run", "encode"], ["decode", "run", "encode"]]
    assert documents[0]["annotations"] == {"model": "quadrants", "version": "1"}
    assert documents[0]["trace_id"] == ROOT


def test_cold_starts_and_loads_are_counted(ask, emitted, monkeypatch):
    """A container's first call counts as a cold start, and the call that waits for a model says how long."""
    monkeypatch.setattr(answering, "_calls", 0)
    for _ in range(2):
        ask("POST", PREDICT, TOP_RIGHT)
    first, second = emitted()
    assert first["ColdStarts"] == [1.0]
    assert first["LoadDuration"][0] > 0
    assert not {"ColdStarts", "LoadDuration"} & second.keys()


def test_metrics_have_one_dimension(ask, emitted):
    """Whatever a call comes to, its metrics are told apart by the stack's name alone: their number is bounded."""
    for path in (PREDICT, "/v1/models/quadrants/versions/1:predict", "/v1/models/nothing:predict"):
        ask("POST", path, TOP_RIGHT)
    found = [directive for document in emitted() for directive in document["_aws"]["CloudWatchMetrics"]]
    assert len(found) == 3
    assert all(directive["Dimensions"] == [["service"]] for directive in found)
