"""API Gateway's events: a right call, or one that is wrong in one or several ways.

Every choice is drawn from a ``random.Random``: a seeded one repeats a call, hypothesis's makes it smaller, and one that
reads bytes lets a coverage-guided fuzzer steer.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from benchmarks.fuzzing import bodies

if TYPE_CHECKING:
    from random import Random

CALLER = {"identity": {"apiKeyId": "key"}}
"""What API Gateway says of whom it found to be calling."""

MODELS = ("quadrants", "colours", "pair", "digits")
_NAMES = (*MODELS * 40, "none", "", "..", "%2e%2e", "a" * 300, "Quadrants", "é", "a b", "\x00", "\ud800")
_WHICH = ("",) * 90 + (
    "/versions/1",
    "/versions/2",
    "/versions/0",
    "/versions/-1",
    "/versions/9999999999",
    "/versions/",
)
_LABELS = ("/versions/²", "/versions/1e3", "/labels/production", "/labels/none", "/labels/%3A", "/labels/" + "l" * 200)
_VERBS = (
    (":predict",) * 30
    + (":classify",) * 4
    + ("%3Apredict", "%3apredict", ":regress", "", "/metadata", ":", "::predict")
)
_FIXED = (
    "/",
    "",
    "//",
    "/health",
    "/openapi.json",
    "/docs",
    "/v1/models",
    "/v2",
    "/v2/health/live",
    "/v2/health/ready",
)
JOB = f"{'0' * 32}-quadrants"
"""The id of the upload that is there."""

_JOBS = (JOB, JOB, JOB, f"{'1' * 32}-digits", f"{'0' * 32}-", "0", "", f"{'0' * 32}-{'a' * 300}", f"{'0' * 32}-\ud800")
_WILD = ("/v1/uploads", "/v1/models/", "/v2/models/quadrants/infer/", "/%", "/%00", "/v1//models", "/" * 500, "/v1:")
_METHODS = ("POST",) * 100 + (
    "GET",
    "GET",
    "GET",
    "GET",
    "HEAD",
    "OPTIONS",
    "PUT",
    "DELETE",
    "PATCH",
    "post",
    "",
    "TRACE",
)
_ACCEPTS = (
    "*/*",
    "*/*",
    "*/*",
    "application/json",
    "image/png",
    "image/*;q=0.5, */*;q=0",
    "image/webp;q=2",
    "a",
    ",",
    ";q=",
    "",
)
_LONG = ('"\\' * 4000, "a," * 4000, 'a/b;c="' * 1200, "*/*;q=0." + "9" * 5000, "\t \x0b" * 3000, ";" * 8000)
_ENCODINGS = ("gzip", "gzip, deflate, br", "*;q=0", "gzip;q=0", "identity", "\ud800")
_TAGS = ("*", '""', 'W/""', '"a", "b"', "a", "\ud800", ",", '"' * 100)
_TOPS = ("1", "5", "1000") * 3 + ("0", "-1", "1001", "1.5", "", "x", "²", "\uff19", "1" * 5000, " 1", "\ud800")
_ODD_HEADERS = ("Accept", "If-None-Match", "Content-Type", "Content-Encoding", "X-Api-Key", "Authorization", "Host", "")
_MAKERS = (
    *(bodies.image, bodies.tfserving, bodies.oip) * 4,
    bodies.native,
    bodies.multipart,
    bodies.native,
    bodies.multipart,
    bodies.anything,
    bodies.upload,
)


def event(random: Random) -> dict[str, Any]:
    """Return one call."""
    model = random.choice(_NAMES)
    make = random.choice(_MAKERS)
    body = make(random, model)
    if random.random() < 0.1:  # seldom
        body = bodies.compressed(random, body)
    path = "/v1/uploads" if make is bodies.upload else _path(random, model, oip=make is bodies.oip)
    if b'"examples"' in body.data and random.random() < 0.9:
        path = path.replace(":predict", ":classify")
    posted = path.endswith(("predict", "classify", "regress", "infer", "uploads"))
    method = random.choice(_METHODS if posted else _METHODS[-12:])
    headers = {"Content-Type": body.content_type, **body.headers, **_headers(random)}
    as_text = random.random() < 0.1  # seldom
    return {
        "resource": "/{proxy+}",
        "path": path,
        "httpMethod": method,
        "headers": headers if random.random() < 0.98 else None,
        "queryStringParameters": _query(random),
        "requestContext": {"requestId": "r", "path": f"/api{path}", **CALLER},
        "body": _text(random, body.data, as_text=as_text) or None,
        "isBase64Encoded": bool(body.data) and not as_text,
    }


def _path(random: Random, model: str, *, oip: bool) -> str:
    if random.random() < 0.03:  # seldom
        return random.choice(_FIXED + _WILD)
    if random.random() < 0.01:
        return f"/v1/jobs/{random.choice(_JOBS)}"
    which = random.choice(_WHICH + _LABELS)
    if oip or random.random() < 0.02:  # also where the body is another dialect's
        return f"/v2/models/{model}{which}{random.choice(('/infer',) * 60 + ('', '/ready', '/infer/', '/explain'))}"
    return f"/v1/models/{model}{which}{random.choice(_VERBS)}"


def _headers(random: Random) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    if random.random() < 0.3:  # most callers send what their client does
        found["Accept"] = random.choice(_ACCEPTS)
    if random.random() < 0.2:  # most clients would say so
        found["Accept-Encoding"] = random.choice(_ENCODINGS)
    if random.random() < 0.1:  # seldom
        found["if-none-match"] = random.choice(_TAGS)
    if random.random() < 0.02:  # it writes to S3
        found["Prefer"] = random.choice(("respond-async", 'respond-async, wait=1;a="b', "respond-async;x", "wait", ","))
    if random.random() < 0.03:  # slow
        found[random.choice(_ODD_HEADERS)] = random.choice((*_LONG, *_TAGS, "", "é", "\r\n", None))
    return found


def _query(random: Random) -> dict[str, str] | None:
    if random.random() < 0.9:  # most have none
        return None
    return {random.choice(("top", "top", "top", "Top", "x", "")): random.choice(_TOPS)}


def _text(random: Random, data: bytes, *, as_text: bool) -> str:
    if as_text:
        return data.decode("utf-8", random.choice(("replace", "surrogateescape", "ignore")))
    text = b64encode(data).decode()
    return text if random.random() < 0.98 else text[:-1] + random.choice(("", "=", "é", "\n"))
