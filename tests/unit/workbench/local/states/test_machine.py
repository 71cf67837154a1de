import json

import pytest

from workbench.local.outcome import Failure, Outcome
from workbench.local.states import ExecutionFailedError, Machine


class _Function:
    """What answers blocks: it counts keys, and fails where it is told to."""

    def __init__(self, *failures):
        self.failures = list(failures)
        self.events = []

    def __call__(self, payload):
        event = json.loads(payload)
        self.events.append(event)
        if "Items" in event and self.failures:
            error = {"errorType": self.failures.pop(0), "errorMessage": "…"}
            return Outcome(json.dumps(error).encode(), Failure.UNHANDLED)
        return Outcome(json.dumps({"count": len(event.get("Items", []))}).encode())


@pytest.fixture
def run(definition, bucket, s3_client, fill):
    """Return a function that runs the definition over some keys with a function, and returns what comes out."""

    def running(function, keys=2, progress=lambda *_: None, **said):
        fill(bucket, **{f"in/{number:03}": b"x" for number in range(keys)})
        place = {"bucket": bucket.name, "prefix": "in/"}
        data = {"input": place, "output": place | {"prefix": "out/"}, "asked": {"model": "digits"}, **said}
        given = {"Function": "PredictBatchFunction", "Concurrency": "1"}
        pauses = []
        out = Machine(definition, given, function, s3_client, progress, pauses.append).run(data)
        return out, pauses

    return running


def test_blocks(run, bucket):
    """Keys go to the function in blocks of 100 with what is asked for, and the end of the run comes last."""
    function, seen = _Function(), []
    out, _ = run(function, 201, lambda *numbers: seen.append(numbers))
    assert [len(event["Items"]) for event in function.events[:-1]] == [100, 100, 1]
    assert function.events[0]["BatchInput"]["asked"] == {"model": "digits"}
    assert function.events[-1]["output"] == {"bucket": bucket.name, "prefix": "out/"}
    details = function.events[-1]["Merge"]["ResultWriterDetails"]
    children = json.loads(bucket.get(details["Key"].replace("manifest", "SUCCEEDED_0")).body)
    assert [json.loads(child["Output"])["count"] for child in children] == [100, 100, 1]
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert out == {"count": 0}


@pytest.mark.parametrize(("kind", "body"), [("CSV", b"key\na.png\n"), ("JSONL", b'{"key": "a.png"}\n')])
def test_manifest(run, bucket, fill, kind, body):
    """With a manifest its rows are the items, whatever lies below the prefix."""
    fill(bucket, list=body)
    function = _Function()
    run(function, manifest={"bucket": bucket.name, "key": "list", "type": kind})
    assert function.events[0]["Items"] == [{"key": "a.png"}]


def test_later(run):
    """A block that may work later is tried again, each time after at most twice the pause."""
    function = _Function("StorageUnavailableError", "Sandbox.Timedout")
    _, pauses = run(function)
    assert len(pauses) == 2
    assert pauses[0] <= 2
    assert pauses[1] <= 4


def test_never(run):
    """A block that can never work fails at once, and with more than a tenth of the blocks the run."""
    function = _Function("ModelNotFoundError")
    with pytest.raises(ExecutionFailedError, match="1 of 1 blocks failed, the first one by ModelNotFoundError"):
        run(function)
    assert len(function.events) == 1


def test_tolerated(run, bucket, fill):
    """A tenth of the blocks may fail; their inputs are kept beside the others' answers."""
    function = _Function("BatchEventError")
    fill(bucket, list=b'{"key": "a.png"}\n' * 1000)
    run(function, manifest={"bucket": bucket.name, "key": "list", "type": "JSONL"})
    details = function.events[-1]["Merge"]["ResultWriterDetails"]
    (failed,) = json.loads(bucket.get(details["Key"].replace("manifest", "FAILED_0")).body)
    assert failed["Error"] == "BatchEventError"
    assert len(json.loads(failed["Input"])["Items"]) == 100


def test_others(s3_client):
    """A state of another kind is refused by name."""
    definition = json.dumps({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 1, "End": True}}})
    with pytest.raises(ValueError, match="Wait"):
        Machine(definition, {}, _Function(), s3_client).run({})
