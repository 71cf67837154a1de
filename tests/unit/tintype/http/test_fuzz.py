from __future__ import annotations

import json
import subprocess
import sys
import time
from base64 import b64encode
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzzing.campaign import run
from benchmarks.fuzzing.checks import problems
from benchmarks.fuzzing.events import event
from benchmarks.fuzzing.target import target
from tests.support.events import call

REPOSITORY = Path(__file__).parents[4]
CALL = {"httpMethod": "POST"}
BAD_CALLS = 10_000
LARGE = 4_000_000  # bytes
INFER, PREDICT, CLASSIFY = "/v2/models/quadrants/infer", *(f"/v1/models/quadrants:{v}" for v in ("predict", "classify"))
MOST_GROWTH = 2.0  # megabytes: 1 kB a call would be 10, and what the allocator does by chance is about 0.1


def answered(status=400, body='{"error":"no"}', headers=None, *, base64=False):
    return {"statusCode": status, "headers": headers or {}, "body": body, "isBase64Encoded": base64}


def test_generated_calls(aws):
    """Whatever is sent, the answer is one that a caller may get: no exception, no 5xx, nothing internal."""
    with target(aws) as calls:

        @settings(max_examples=200)
        @given(st.randoms(use_true_random=False))
        def check(random):
            _, found = calls(event(random))
            assert not found, "\n".join(found)

        check()


def test_seeded_calls(aws):
    """The first two thousand seeds of the long run find nothing, and reach right answers as well as wrong ones."""
    with target(aws) as calls:
        outcome = run(calls, 1, 2000)
    assert outcome.findings == []
    assert {200, 204, 400, 404, 405, 406, 413, 415} <= outcome.statuses.keys()
    assert outcome.statuses[200] > 200


def test_repeatable():
    """A seed makes the same call each time."""
    one, other = ([event(Random(seed)) for seed in range(100)] for _ in range(2))  # noqa: S311 -- repeatable
    assert one == other


@pytest.mark.parametrize("good", [answered(), answered(200, "{}"), answered(303, "s", {"Location": "https://s.x"})])
def test_nothing_found(good):
    """A right answer passes."""
    assert list(problems(CALL, good, ("s",) if good["statusCode"] == 303 else ("secret",))) == []


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ({"statusCode": 200}, "the keys"),
        (answered(500), "the status 500"),
        (answered(503), "the status 503"),
        (answered(400, "no"), "without its document"),
        (answered(400, '{"error":1}'), "without its document"),
        (answered(400, ""), "without its document"),
        (answered(400, '{"error":"Traceback"}'), "'Traceback'"),
        (answered(200, '{"results":[{"error":"NoneType"}]}'), "'NoneType'"),
        (answered(404, '{"error":"no key in secret"}'), "'secret'"),
        (answered(200, b64encode(b"secret").decode(), base64=True), "'secret'"),
        (answered(headers={"X-A": "secret"}), "'secret'"),
        (answered(headers={"X-A": "a\r\nb"}), "the header X-A"),
        (answered(headers={"X-A": 1}), "the header X-A"),
        (answered(200, "\ud800"), "cannot send"),
    ],
)
def test_found(bad, what):
    """Each kind of wrong answer is found."""
    assert any(what in found for found in problems(CALL, bad, ("secret",)))


def test_body_for_head():
    """HEAD has no body."""
    assert list(problems({"httpMethod": "HEAD"}, answered(200, "{}"), ())) == ["a body for HEAD"]


@pytest.mark.slow
def test_memory():
    """Ten thousand bad calls leave no memory behind, where one kilobyte for each would be ten megabytes."""
    command = [sys.executable, "-m", "benchmarks.fuzzing.memory", str(BAD_CALLS)]
    done = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True)
    measured = json.loads(done.stdout)
    assert measured["bad"] == BAD_CALLS
    assert measured["after"] - measured["before"] < MOST_GROWTH


def _tensors(data, shape="[1]", datatype="BYTES"):
    return f'{{"inputs":[{{"name":"image","datatype":"{datatype}","shape":{shape},"data":{data}}}]}}'


def _listed(entry, more=""):
    return f"[{more}{','.join([entry] * (LARGE // (len(entry) + 1)))}]"


def _context():
    features = ",".join(f'"{number}":1' for number in range(200_000))
    return f'{{"context":{{{features}}},"examples":{_listed("{}")}}}'


LARGE_BODIES = {
    "deep": (INFER, lambda: _tensors(_listed('""', f'{"[" * 900}""{"]" * 900},'))),
    "shape": (INFER, lambda: _tensors("[]", _listed("1"))),
    "sizes": (INFER, lambda: _tensors('[""]', _listed("9"))),
    "numbers": (INFER, lambda: _tensors(_listed("1"), "[1,8,8,1]", "FP32")),
    "rows": (PREDICT, lambda: f'{{"instances":{_listed("[]")}}}'),
    "column": (PREDICT, lambda: f'{{"inputs":{{"image":{_listed("1")}}}}}'),
    "images": (PREDICT, lambda: f'{{"images":{_listed("5")}}}'),
    "digits": (PREDICT, lambda: f'{{"instances":0.{"9" * LARGE}}}'),
    "context": (CLASSIFY, _context),
    "parts": (PREDICT, lambda: "--b\r\n\r\n\r\n" * (LARGE // 9)),
    "quotes": (PREDICT, lambda: "--b\r\nContent-Disposition: form-data" + ';a="' * (LARGE // 4)),
    "spaces": (PREDICT, lambda: f"--b\r\nContent-Disposition: form-data;{' ' * LARGE}"),
    "boundaries": (PREDICT, lambda: "\r\n--bb" * (LARGE // 6)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE_BODIES)
def test_large_bodies(aws, name):
    """The most that a call may carry, in the worst order, is refused within seconds of processor time."""
    path, make = LARGE_BODIES[name]
    body = make()
    kind = "multipart/form-data; boundary=b" if "--b" in body else "application/json"
    with target(aws, max_body_bytes=len(body)) as calls:
        started = time.thread_time()
        status, found = calls(call("POST", path, body, content_type=kind))
    assert found == []
    assert 400 <= status < 500
    assert time.thread_time() - started < 10
