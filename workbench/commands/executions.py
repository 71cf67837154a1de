"""An execution of the deployed state machine, watched until it ends."""

import json
import time
from collections.abc import Callable
from typing import Any

import boto3

from workbench.errors import WorkbenchError
from workbench.local.states import ExecutionFailedError

_SECONDS = 3.0


class NoBatchesError(WorkbenchError):
    """A stack without the state machine of batches."""


def execute(
    stack: str,
    asked: dict[str, Any],
    progress: Callable[[int, int], None],
    session: Any = None,  # noqa: ANN401 -- boto3's, or a test's
    sleep: Callable[[float], None] = time.sleep,
) -> dict[str, Any]:
    """Start the stack's state machine of batches and return its summary.

    Args:
        stack: the deployed stack's name.
        asked: the execution's input.
        progress: is told how many blocks are through, and of how many.
        session: makes boto3's clients.
        sleep: waits before another look.

    Raises:
        ExecutionFailedError: it failed, timed out, or was stopped.
        NoBatchesError: the stack has no batches.
    """
    session = session or boto3.Session()
    states = session.client("stepfunctions")
    machine = _outputs(session.client("cloudformation"), stack).get("BatchStateMachine")
    if not machine:
        raise NoBatchesError(f"the stack {stack} to have batches", "none", "Deploy it with Batches=On.")
    execution = states.start_execution(stateMachineArn=machine, input=json.dumps(asked))["executionArn"]
    while (found := states.describe_execution(executionArn=execution))["status"] == "RUNNING":
        _report(states, execution, progress)
        sleep(_SECONDS)
    _report(states, execution, progress)
    if found["status"] != "SUCCEEDED":
        raise ExecutionFailedError(found.get("error", found["status"]), found.get("cause", execution))
    summary: dict[str, Any] = json.loads(found["output"])
    return summary


def _outputs(formation: Any, stack: str) -> dict[str, str]:  # noqa: ANN401
    (described,) = formation.describe_stacks(StackName=stack)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}


def _report(states: Any, execution: str, progress: Callable[[int, int], None]) -> None:  # noqa: ANN401
    for run in states.list_map_runs(executionArn=execution)["mapRuns"]:
        counts = states.describe_map_run(mapRunArn=run["mapRunArn"])["executionCounts"]
        ended = ("succeeded", "failed", "timedOut", "aborted")
        progress(sum(counts[name] for name in ended), counts["total"])
