"""The interpreter: one state after the other, and a Distributed Map's children at the same time."""

import json
import random
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from string import Template
from typing import TYPE_CHECKING, Any

from tintype.errors import TintypeError
from workbench.local.states.paths import exists, fill, look_up, put
from workbench.local.states.reading import batches, read_items
from workbench.local.states.writing import write_results

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

    from workbench.local.outcome import Outcome

    Progress = Callable[[int, int], None]

_INVOKE = "arn:aws:states:::lambda:invoke"


class ExecutionFailedError(TintypeError):
    """A state failed, after all tries; ``name`` is the error's."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"{name}: {cause}")
        self.name = name


class Machine:
    """A state machine of the local stack.

    Args:
        definition: text in Amazon's States Language, with ``${Name}`` for what is substituted.
        substitutions: by name.
        invoke: runs the function on one event.
        s3: a client.
        progress: is told how many blocks are through, and of how many.
        sleep: waits before another try.
    """

    def __init__(
        self,
        definition: str,
        substitutions: Mapping[str, str],
        invoke: "Callable[[bytes], Outcome]",
        s3: "S3Client",
        progress: "Progress" = lambda *_: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._definition = json.loads(Template(definition).safe_substitute(substitutions))
        self._invoke = invoke
        self._s3 = s3
        self._progress = progress
        self._sleep = sleep

    def run(self, data: Any) -> Any:  # noqa: ANN401
        """Run from the first state to the last and return what comes out.

        Raises:
            ExecutionFailedError: a state failed.
            ValueError: the definition holds what is not interpreted here.
        """
        return self._run(self._definition, data)

    def _run(self, part: Mapping[str, Any], data: Any) -> Any:  # noqa: ANN401
        name: str | None = part["StartAt"]
        while name:
            state = part["States"][name]
            if state["Type"] == "Choice":
                name = _chosen(state, data)
            else:
                result = self._result(state, data)
                data, name = put(state.get("ResultPath", "$"), data, result), state.get("Next")
                data = look_up(state.get("OutputPath", "$"), data)
        return data

    def _result(self, state: Mapping[str, Any], data: Any) -> Any:  # noqa: ANN401
        match state["Type"]:
            case "Pass":
                return fill(state["Parameters"], data)
            case "Task" if state["Resource"] == _INVOKE:
                return {"Payload": self._call(state, fill(state["Parameters"], data)["Payload"])}
            case "Map" if state["ItemProcessor"]["ProcessorConfig"]["Mode"] == "DISTRIBUTED":
                return self._map(state, data)
        message = f"the local stack interprets no state such as {state['Type']} {state.get('Resource', '')}"
        raise ValueError(message)

    def _call(self, state: Mapping[str, Any], payload: Any) -> Any:  # noqa: ANN401
        tries: dict[int, int] = {}
        while True:
            outcome = self._invoke(json.dumps(payload).encode())
            answer = json.loads(outcome.payload)
            if outcome.failure is None:
                return answer
            error = ExecutionFailedError(answer["errorType"], answer["errorMessage"])
            pause = _pause(state.get("Retry", []), error.name, tries)
            if pause is None:
                raise error
            self._sleep(pause)

    def _map(self, state: Mapping[str, Any], data: Any) -> dict[str, Any]:  # noqa: ANN401
        blocks = list(batches(read_items(state["ItemReader"], data, self._s3), state["ItemBatcher"], data))
        children: list[dict[str, Any]] = []
        self._progress(0, len(blocks))
        with ThreadPoolExecutor(look_up(state["MaxConcurrencyPath"], data)) as pool:
            for child in pool.map(lambda block: self._child(state["ItemProcessor"], block), blocks):
                children.append(child)
                self._progress(len(children), len(blocks))
        failed = [child for child in children if child["Status"] == "FAILED"]
        if len(failed) * 100 > state.get("ToleratedFailurePercentage", 0) * len(blocks):
            cause = f"{len(failed)} of {len(blocks)} blocks failed, the first one by {failed[0]['Error']}"
            raise ExecutionFailedError("States.ExceedToleratedFailureThreshold", f"{cause}: {failed[0]['Cause']}")
        return write_results(state["ResultWriter"], data, children, str(uuid.uuid4()), self._s3)

    def _child(self, processor: Mapping[str, Any], block: dict[str, Any]) -> dict[str, Any]:
        said = {"Input": json.dumps(block), "Name": str(uuid.uuid4())}
        try:
            return said | {"Status": "SUCCEEDED", "Output": json.dumps(self._run(processor, block))}
        except ExecutionFailedError as error:
            return said | {"Status": "FAILED", "Error": error.name, "Cause": str(error)}


def _chosen(state: Mapping[str, Any], data: Any) -> str:  # noqa: ANN401
    chosen: str = next((choice["Next"] for choice in state["Choices"] if _holds(choice, data)), state["Default"])
    return chosen


def _holds(rule: Mapping[str, Any], data: Any) -> bool:  # noqa: ANN401
    if "And" in rule:
        return all(_holds(part, data) for part in rule["And"])
    if "IsPresent" in rule:
        return exists(rule["Variable"], data) is rule["IsPresent"]
    return bool(look_up(rule["Variable"], data) == rule["StringEquals"])


def _pause(retriers: Sequence[Mapping[str, Any]], error: str, tries: dict[int, int]) -> float | None:
    for number, retrier in enumerate(retriers):
        if error in retrier["ErrorEquals"] or "States.ALL" in retrier["ErrorEquals"]:
            done = tries[number] = tries.get(number, 0) + 1
            if done > retrier.get("MaxAttempts", 3):
                return None
            longest = retrier.get("IntervalSeconds", 1) * retrier.get("BackoffRate", 2.0) ** (done - 1)
            return random.uniform(0, min(longest, retrier.get("MaxDelaySeconds", longest)))  # noqa: S311 -- no secret
    return None
