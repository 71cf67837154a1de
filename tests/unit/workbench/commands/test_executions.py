import json

import pytest

from workbench.commands.executions import NoBatchesError, execute
from workbench.local.states import ExecutionFailedError

COUNTS = {"succeeded": 2, "failed": 1, "timedOut": 0, "aborted": 0, "running": 4, "total": 7}


class _Session:
    """AWS, as far as an execution needs it: it goes on for one look, and then ends as it is told to."""

    def __init__(self, outputs=("BatchStateMachine",), **ended):
        self.outputs = [{"OutputKey": name, "OutputValue": f"arn:{name}"} for name in outputs]
        self.ends = [{"status": "RUNNING"}, ended]
        self.started = []

    def client(self, _):
        return self

    def describe_stacks(self, StackName):  # noqa: N803 -- boto3's
        assert StackName == "tintype"
        return {"Stacks": [{"Outputs": self.outputs}]}

    def start_execution(self, **said):
        self.started.append(said)
        return {"executionArn": "arn:execution"}

    def describe_execution(self, executionArn):  # noqa: N803
        assert executionArn == "arn:execution"
        return self.ends.pop(0)

    def list_map_runs(self, executionArn):  # noqa: N803
        assert executionArn == "arn:execution"
        return {"mapRuns": [{"mapRunArn": "arn:run"}]}

    def describe_map_run(self, mapRunArn):  # noqa: N803
        assert mapRunArn == "arn:run"
        return {"executionCounts": COUNTS}


def test_succeeded():
    """The stack's machine is started with the input, watched, and its output is the summary."""
    session, seen, pauses = _Session(status="SUCCEEDED", output='{"count": 7}'), [], []
    said = execute("tintype", {"a": 1}, lambda *numbers: seen.append(numbers), session, pauses.append)
    assert said == {"count": 7}
    assert session.started == [{"stateMachineArn": "arn:BatchStateMachine", "input": json.dumps({"a": 1})}]
    assert seen == [(3, 7), (3, 7)]
    assert len(pauses) == 1


def test_failed():
    """An execution that fails says why."""
    session = _Session(status="FAILED", error="States.ExceedToleratedFailureThreshold", cause="too many")
    with pytest.raises(ExecutionFailedError, match="ToleratedFailureThreshold: too many"):
        execute("tintype", {}, lambda *_: None, session, lambda _: None)


def test_no_batches():
    """A stack without batches is told from one that has them."""
    with pytest.raises(NoBatchesError, match="Batches=On"):
        execute("tintype", {}, lambda *_: None, _Session(outputs=()))
