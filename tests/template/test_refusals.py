"""The gateway's refusals as the local stack makes them of template.yaml, whole and in a caller's eyes."""

import json
from concurrent.futures import Future

import pytest

from workbench.local.gateway.front import MAX_BODY_BYTES, Front
from workbench.local.gateway.request import Caller, Request, proxy_event
from workbench.local.gateway.routing import Router
from workbench.local.outcome import MAX_REQUEST_BYTES, Failure, Outcome
from workbench.local.template import read_template

PREDICT = "/v1/models/digits:predict"


class Functions:
    """Counts the events, and answers each with one outcome."""

    def __init__(self, outcome=None):
        self.outcome = outcome or Outcome(b'{"statusCode": 200, "body": ""}')
        self.sizes = []

    def submit(self, _function, payload):
        """Answer at once."""
        self.sizes.append(len(payload))
        future = Future()
        future.set_result(self.outcome)
        return future


def front(repository, functions, **overrides):
    api = read_template(repository / "template.yaml", {"CorsOrigin": "https://example.org", **overrides}).api
    return Front(api, functions, {"CallerKey": "key"})


def ask(gateway, path=PREDICT, body=b"", key="key", method="POST"):
    headers = (("Content-Type", "image/png"), *((("x-api-key", key),) if key else ()))
    return gateway.answer(Request(method, f"/{gateway.api.stage}{path}", "", headers, body))


def refused(answer):
    """Return status and error of an answer that a page of the chosen origin may read."""
    assert dict(answer.headers)["Access-Control-Allow-Origin"] == "https://example.org"
    (error,) = json.loads(answer.body).items()
    assert error[0] == "error"
    return answer.status, error[1]


@pytest.mark.parametrize("key", [None, "wrong"])
def test_key(repository, key):
    """Without a valid key a call is refused with the header that was expected, and a preflight is not."""
    functions = Functions()
    gateway = front(repository, functions)
    status, error = refused(ask(gateway, key=key))
    assert status == 403
    assert "x-api-key" in error
    assert functions.sizes == []
    assert ask(gateway, key=key, method="OPTIONS").status == 200


def test_route(repository):
    """A path that is no route's is a 404 here, not API Gateway's own 403."""
    assert refused(ask(front(repository, Functions()), "/nowhere"))[0] == 404


def test_throttle(repository):
    """A call beyond the burst is told to wait, and for how long."""
    gateway = front(repository, Functions(), ThrottleRate="1", ThrottleBurst="2")
    assert [ask(gateway).status for _ in range(2)] == [200, 200]
    answer = ask(gateway)
    assert refused(answer)[0] == 429
    assert dict(answer.headers)["Retry-After"] == "1"


def test_quota(repository):
    """A call beyond the month's quota is told to ask the operator, not to call again in a second."""
    gateway = front(repository, Functions(), MonthlyQuota="1")
    assert ask(gateway).status == 200
    answer = ask(gateway)
    status, error = refused(answer)
    assert (status, "quota" in error) == (429, True)
    assert "Retry-After" not in dict(answer.headers)


def largest(gateway):
    """Return how many bytes a body may have until its event in base64 is over Lambda's limit."""
    request = Request(
        "POST", f"/{gateway.api.stage}{PREDICT}", "", (("Content-Type", "image/png"), ("x-api-key", "key")), b""
    )
    caller = Caller({"apiKey": "key", "apiKeyId": "CallerKey"})
    match = Router(gateway.api.routes).match("POST", PREDICT)
    empty = len(proxy_event(request, gateway.api, match, caller)) + len('""') - len("null")
    return (MAX_REQUEST_BYTES - empty) // 4 * 3


def test_event_limit(repository):
    """The largest body whose event Lambda takes passes; one byte more is refused with the way to upload."""
    functions = Functions()
    gateway = front(repository, functions)
    size = largest(gateway)
    assert 4_700_000 < size < 4_718_592
    assert ask(gateway, body=bytes(size)).status == 200
    assert MAX_REQUEST_BYTES - 4 < functions.sizes[0] <= MAX_REQUEST_BYTES
    status, error = refused(ask(gateway, body=bytes(size + 1)))
    assert (status, "POST /v1/uploads" in error) == (413, True)
    assert len(functions.sizes) == 1


@pytest.mark.parametrize("size", [MAX_BODY_BYTES, MAX_BODY_BYTES + 1])
def test_payload_limit(repository, size):
    """Around API Gateway's 10 MB no body reaches the function."""
    functions = Functions()
    status, error = refused(ask(front(repository, functions), body=bytes(size)))
    assert (status, "POST /v1/uploads" in error, functions.sizes) == (413, True, [])


def test_response_limit(repository):
    """An answer that Lambda refuses for its size is a 502 with an error."""
    functions = Functions(Outcome(b"{}", Failure.RESPONSE_TOO_LARGE))
    assert refused(ask(front(repository, functions)))[0] == 502
