"""What API Gateway does with a request."""

import json
from dataclasses import replace

import pytest

from workbench.local.gateway import errors
from workbench.local.gateway.errors import RefusedError
from workbench.local.gateway.front import MAX_BODY_BYTES, Front
from workbench.local.gateway.request import Caller
from workbench.local.outcome import Failure, Outcome
from workbench.local.template.description import ApiKey, Authorizer, UsagePlan


@pytest.fixture
def front(api, functions):
    return Front(api, functions, {"caller": "the-key"}, integration_seconds=0.05)


def test_function_answers(front, functions, request_of):
    """A request reaches its route's function, whose answer comes back with the request's id."""
    answer = front.answer(request_of("POST", body=b"x"))
    assert (answer.status, answer.body) == (200, b"hello")
    ((name, event),) = functions.events
    assert name == "Answer"
    assert dict(answer.headers)["x-amzn-RequestId"] == event["requestContext"]["requestId"]


@pytest.mark.parametrize("path", ["/", "/live/nowhere", "/other/open", "/liveopen", "/open"])
def test_no_route(front, functions, request_of, path):
    """A path that is no route's is refused as API Gateway does, without running anything."""
    answer = front.answer(request_of(path=path))
    assert (answer.status, json.loads(answer.body)["message"]) == (403, "Missing Authentication Token")
    assert not functions.events


@pytest.mark.parametrize("headers", [{}, {"x_api_key": "wrong"}, {"x_api_key": "the-ke\u00fc"}])
def test_wrong_key(front, functions, request_of, headers):
    """A route that requires the key refuses any other."""
    assert front.answer(request_of(path="/live/v1/x", **headers)).status == 403
    assert not functions.events


def test_right_key(front, functions, request_of):
    """The right key passes, and the function is told whose it is."""
    assert front.answer(request_of(path="/live/v1/x", X_Api_Key="the-key")).status == 200
    ((_, event),) = functions.events
    identity = event["requestContext"]["identity"]
    assert (identity["apiKey"], identity["apiKeyId"]) == ("the-key", "caller")


def test_two_keys(api, functions, request_of):
    """Each key has an id and limits of its own: one that is used up leaves the other's calls alone."""
    plans = (ApiKey("a", UsagePlan(rate=0.001, burst=1)), ApiKey("b", UsagePlan(quota=2)))
    front = Front(replace(api, keys=plans), functions, {"a": "k", "b": "l"})

    def statuses(key):
        return [front.answer(request_of(path="/live/v1/x", x_api_key=key)).status for _ in range(3)]

    assert (statuses("k"), statuses("l")) == ([200, 429, 429], [200, 200, 429])
    assert [event["requestContext"]["identity"]["apiKeyId"] for _, event in functions.events] == ["a", "b", "b"]


class Door:
    """Admits whoever says so."""

    def admit(self, request, authorizer):
        """Look at one header."""
        assert authorizer == GUARDED
        if request.header("open") is None:
            raise RefusedError(errors.UNAUTHORIZED)
        return Caller({"userArn": "arn"}, {"sub": "1"})


GUARDED = Authorizer("door")


@pytest.fixture
def guarded(api, functions):
    routes = tuple(replace(route, authorizer=GUARDED if route.key_required else None) for route in api.routes)
    return Front(replace(api, routes=routes), functions, {"caller": "k"}, {"door": Door()})


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"x_api_key": "k"}, 401),
        ({"open": "1"}, 403),
        ({"open": "1", "x_api_key": "wrong"}, 403),
        ({"open": "1", "x_api_key": "k"}, 200),
    ],
)
def test_authorizer(guarded, functions, request_of, headers, status):
    """An authorizer is asked before the key, and both have to agree."""
    assert guarded.answer(request_of(path="/live/v1/x", **headers)).status == status
    assert len(functions.events) == (status == 200)


def test_proved_caller(guarded, functions, request_of):
    """The function is told all that is proved."""
    guarded.answer(request_of(path="/live/v1/x", open="1", x_api_key="k"))
    context = functions.events[0][1]["requestContext"]
    assert (context["identity"]["userArn"], context["identity"]["apiKeyId"]) == ("arn", "caller")
    assert context["authorizer"] == {"claims": {"sub": "1"}}


def test_open_route_beside_an_authorizer(guarded, request_of):
    """A route without authorizer asks nobody."""
    assert guarded.answer(request_of()).status == 200


def test_no_guard(guarded, functions):
    """An authorizer that nobody can ask stops the gateway, and never lets callers through."""
    with pytest.raises(KeyError, match="door"):
        Front(guarded.api, functions, {"caller": "k"})


def test_preflight(front, functions, request_of):
    """A route without a function is answered by the gateway, with the CORS headers."""
    answer = front.answer(request_of("OPTIONS"))
    assert (answer.status, answer.body) == (200, b"")
    assert dict(answer.headers)["Access-Control-Allow-Origin"] == "*"
    assert not functions.events


def test_plan_throttle(api, functions, request_of):
    """More calls than the plan's burst get 429."""
    front = Front(replace(api, plan=UsagePlan(rate=0.001, burst=2)), functions, {"a": "k"})
    statuses = [front.answer(request_of(path="/live/v1/x", x_api_key="k")).status for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_plan_quota(api, functions, request_of):
    """More calls than the quota get 429; calls without a key are not counted."""
    front = Front(replace(api, plan=UsagePlan(quota=1)), functions, {"a": "k"})
    statuses = [front.answer(request_of(path="/live/v1/x", x_api_key="k")).status for _ in range(2)]
    assert statuses == [200, 429]
    assert front.answer(request_of()).status == 200


def test_stage_throttle(api, functions, request_of):
    """The stage's limit also holds for routes without a key."""
    front = Front(replace(api, stage_rate=0.001, stage_burst=1), functions, {"a": "k"})
    assert [front.answer(request_of()).status for _ in range(2)] == [200, 429]


@pytest.mark.parametrize("size", [MAX_BODY_BYTES + 1, 5_000_000])
def test_too_large(front, functions, request_of, size):
    """A body over API Gateway's limit, or one that makes an event over Lambda's, gets 413."""
    assert front.answer(request_of("POST", body=bytes(size))).status == 413
    assert not functions.events


def test_large_enough(front, request_of):
    """An image of 4.5 MB still passes."""
    assert front.answer(request_of("POST", body=bytes(4_500_000))).status == 200


def test_integration_timeout(front, functions, request_of):
    """A function that takes too long gets 504."""
    functions.hangs = True
    assert front.answer(request_of()).status == 504


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(b"{}", Failure.UNHANDLED),
        Outcome(b"{}", Failure.TIMEOUT),
        Outcome(b"{}", Failure.EXIT),
        Outcome(b"not json"),
        RuntimeError("the emulator cannot be started"),
    ],
)
def test_function_fails(front, functions, request_of, outcome):
    """Whatever a function does wrong, the caller gets 502 and no detail."""
    functions.outcome = outcome
    answer = front.answer(request_of())
    assert (answer.status, json.loads(answer.body)) == (502, {"message": "Internal server error"})
