"""HTTP calls through the local API Gateway to functions under the real emulator."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = pytest.mark.slow


def test_event(caller):
    """A function gets API Gateway's event with the template's stage and route."""
    status, body, _ = caller.call("/do/tell?top=3", "GET")
    assert status == 200
    event = json.loads(body)["event"]
    assert (event["resource"], event["path"]) == ("/do/{proxy+}", "/do/tell")
    assert (event["requestContext"]["stage"], event["requestContext"]["path"]) == ("stage", "/stage/do/tell")
    assert event["queryStringParameters"] == {"top": "3"}


def test_many_callers(caller, stack):
    """Eight callers on two environments are all answered, and the emulator never panics."""
    with ThreadPoolExecutor(8) as executor:
        answers = list(executor.map(lambda _: caller.call("/do/sleep=0.02"), range(40)))
    assert [status for status, _, _ in answers] == [200] * 40
    assert len({json.loads(body)["pid"] for _, body, _ in answers}) == 2
    assert "panic" not in (stack.layout.logs / "Puppet.emulator.log").read_text()


def test_warm(caller):
    """Calls one after the other reach the same process."""
    pids = {json.loads(caller.call("/do/tell")[1])["pid"] for _ in range(5)}
    assert len(pids) == 1


@pytest.mark.parametrize("what", ["crash", "raise", "malformed", "big=6300000", "sleep=2.5"])
def test_failing_function(caller, what):
    """A crash, an exception, a malformed or too large answer and a timeout get 502, and the next call works."""
    status, body, _ = caller.call(f"/do/{what}")
    assert (status, json.loads(body)) == (502, {"error": "Internal server error"})
    assert caller.call("/do/tell")[0] == 200


def test_integration_timeout(caller):
    """A function that may take longer than API Gateway waits gets its caller a 504."""
    status, body, _ = caller.call("/wait/sleep=3.5")
    assert (status, json.loads(body)) == (504, {"error": "Endpoint request timed out"})


def test_binary(caller):
    """Bytes arrive and come back as they are."""
    every_byte = bytes(range(256)) * 100
    assert caller.call("/do/mirror", body=every_byte, Content_Type="image/png")[:2] == (200, every_byte)


@pytest.mark.parametrize("key", ["", "wrong"])
def test_wrong_key(caller, key):
    """Without the right key the gateway answers 403."""
    status, body, _ = caller.call("/do/tell", x_api_key=key)
    assert (status, json.loads(body)) == (403, {"error": "Forbidden"})


@pytest.mark.parametrize("size", [10 * 1024 * 1024 + 1, 5_000_000])
def test_too_large(caller, size):
    """A body over 10 MB, or one whose event is over 6 MB, gets 413."""
    status, body, _ = caller.call("/do/tell", body=bytes(size))
    assert (status, json.loads(body)) == (413, {"error": "Request Too Long"})


def test_largest_answer(caller):
    """An answer just under Lambda's limit still comes."""
    status, body, _ = caller.call("/do/big=6200000")
    assert (status, len(body)) == (200, 6_200_000)


def test_function_log(caller, stack):
    """What a function prints, its start and its end are in its own log."""
    caller.call("/do/tell")
    assert "START RequestId" in (stack.layout.logs / "Puppet.log").read_text()


@pytest.mark.parametrize("method", ["TRACE", "QUERY"])
def test_unknown_to_rest(caller, method):
    """A method that REST APIs do not know is refused in JSON, whatever the route."""
    status, body, _ = caller.call("/echo", method)
    assert (status, list(json.loads(body))) == (405, ["error"])
