import hashlib
import json
from pathlib import Path

import pytest

EVENTS = Path(__file__).resolve().parents[2] / "events"
HTTP, PAGE, UPLOADS, BATCHES, SHADOWS, SCHEDULED = (
    {path.stem: path for path in sorted(EVENTS.glob(f"{kind}_*.json"))}
    for kind in ("http", "page", "upload", "batch", "shadow", "judge")
)
CALLS, QUEUED = HTTP | PAGE, UPLOADS | SHADOWS


def load(path: Path) -> dict:
    return json.loads(path.read_text())


def test_every_event_is_explained():
    """The table in events/README.md has each event, and each event belongs to one of the functions."""
    table = (EVENTS / "README.md").read_text()
    assert [path.stem for path in EVENTS.glob("*.json") if f"| `{path.stem}` |" not in table] == []
    assert {
        path.stem for path in EVENTS.glob("*.json")
    } == CALLS.keys() | QUEUED.keys() | BATCHES.keys() | SCHEDULED.keys()


@pytest.mark.parametrize("path", CALLS.values(), ids=CALLS)
def test_a_call_comes_by_a_route_of_the_template(path, body):
    """API Gateway could really send this event: its route exists, and its headers agree with each other."""
    event = load(path)
    methods = body("ApiKey")["paths"][event["resource"]]
    assert {"x-amazon-apigateway-any-method", event["httpMethod"].lower()} & methods.keys()
    assert event["multiValueHeaders"] == {name: [value] for name, value in event["headers"].items()}
    assert event["isBase64Encoded"] == (event["body"] is not None)


@pytest.mark.parametrize("path", QUEUED.values(), ids=QUEUED)
def test_a_message_comes_as_the_queue_hands_it_out(path):
    """SQS could really send this event: each body is JSON and has the digest that the message says."""
    for record in load(path)["Records"]:
        assert record["md5OfBody"] == hashlib.md5(record["body"].encode()).hexdigest()  # noqa: S324 - SQS's own digest
        assert isinstance(json.loads(record["body"]), dict)


@pytest.mark.parametrize("path", SCHEDULED.values(), ids=SCHEDULED)
def test_a_schedule_comes_as_eventbridge_sends_it(path, resources):
    """EventBridge could really send this event: it is that of a schedule which a function has."""
    event = load(path)
    assert (event["source"], event["detail-type"], event["detail"]) == ("aws.events", "Scheduled Event", {})
    (schedule,) = resources["JudgeCanaryFunction"]["Properties"]["Events"]
    assert event["resources"][0].endswith(f"JudgeCanaryFunction{schedule}")
