"""What runs: the stack, its API, its queues and its alarms."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from workbench.calling import Caller
from workbench.context import LocalContext
from workbench.doctor.finding import note, right, wrong
from workbench.doctor.models import models
from workbench.local.layout import PROJECT
from workbench.local.runtime import changed_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from workbench.context import Context
    from workbench.context.deployed import DeployedContext
    from workbench.doctor.finding import Finding

_AREA = "deployment"
_GOOD = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE")
_OK = 200
_MANY = 1000


def checks(context: Context) -> list[Callable[[], Iterable[Finding]]]:
    """Return what is looked at in a deployment."""
    from workbench.context.deployed import DeployedContext  # noqa: PLC0415  # imports boto3

    own: list[Callable[[], Iterable[Finding]]] = []
    if isinstance(context, LocalContext):
        own = [partial(local_stack, context)]
    elif isinstance(context, DeployedContext):
        own = [partial(stack_state, context), partial(parameters, context), partial(alarms, context)]
    return [*own, partial(api, context), partial(models, context.registry()), partial(queues, context)]


def local_stack(context: LocalContext) -> Iterator[Finding]:
    """Look whether the running stack is as new as its sources."""
    template = PROJECT / "template.yaml"
    if context.stack.started < max(changed_at(PROJECT), template.stat().st_mtime):
        yield note(_AREA, "local stack", "older than template or code", "Run `tintype up`, which starts it again.")
    else:
        hours = (time.time() - context.stack.started) / 3600
        yield right(_AREA, "local stack", f"runs {context.stack.code} since {hours:.1f} h")


def stack_state(context: DeployedContext) -> Iterator[Finding]:
    """Look what CloudFormation says of the stack."""
    state = context.description["StackStatus"]
    if state in _GOOD:
        yield right(_AREA, "stack", f"{context.name} in {context.region}: {state}")
    elif state.endswith("_IN_PROGRESS") and "ROLLBACK" not in state:
        yield note(_AREA, "stack", state, "Wait until CloudFormation has finished.")
    else:
        reason = context.description.get("StackStatusReason", "no reason given")
        mend = "See the stack's events (`sam list stack-outputs`, the console); then `tintype deploy` again."
        yield wrong(_AREA, "stack", f"{state}: {reason}", mend)


def parameters(context: DeployedContext) -> Iterator[Finding]:
    """Look whether the models that parameters name are released, and whether the template has others by now."""
    from tintype.errors import ModelNotFoundError  # noqa: PLC0415
    from tintype.registry import read_release  # noqa: PLC0415
    from workbench.local.template.document import load  # noqa: PLC0415

    values = {
        item["ParameterKey"]: item.get("ParameterValue", "") for item in context.description.get("Parameters", [])
    }
    bucket = context.registry()
    for parameter in ("PreloadModels", "UploadModel"):
        for name in filter(None, map(str.strip, values.get(parameter, "").split(","))):
            try:
                read_release(bucket, name)
            except ModelNotFoundError:
                mend = f"Release it, or deploy with another {parameter}."
                yield wrong(_AREA, parameter, f"{name}, which is not released", mend)
            else:
                yield right(_AREA, parameter, name)
    new = sorted(set(load(PROJECT / "template.yaml")["Parameters"]) - set(values))
    if values and new:
        yield note(_AREA, "template", f"deployed before it had {', '.join(new)}", "Run `tintype deploy`.")


def api(context: Context) -> Iterator[Finding]:
    """Look whether the API answers: without a key where none is needed, with one where models are."""
    caller = Caller(context)
    health = caller.call("GET", "/health", headers={"x-api-key": ""})
    if health.status == _OK:
        yield right(_AREA, "API", f"{context.api_url} answers in {health.milliseconds:.0f} ms")
    else:
        yield wrong(_AREA, "API", f"{health.status}: {health.error}", "See `tintype logs --function http`.")
    listed = caller.call("GET", "/v1/models")
    if listed.status == _OK:
        yield right(_AREA, "key", "is taken")
    else:
        mend = "See docs/authorization.md: a token comes by TINTYPE_TOKEN; a disabled key is enabled in API Gateway."
        yield wrong(_AREA, "key", f"{listed.status}: {listed.error}", mend)


def queues(context: Context) -> Iterator[Finding]:
    """Look how many uploads wait, and whether some were given up."""
    waiting, dead = (_depth(context, name) for name in ("UploadQueue", "UploadDeadLetterQueue"))
    if waiting > _MANY:
        mend = "Look at `tintype logs --function upload`; raise UploadConcurrency if it only has too much to do."
        yield note(_AREA, "uploads", f"{waiting:,} wait", mend)
    else:
        yield right(_AREA, "uploads", f"{waiting:,} wait")
    if dead:
        mend = "See why by `tintype redrive --list`, mend it, then `tintype redrive`."
        yield wrong(_AREA, "dead letters", f"{dead:,}", mend)
    else:
        yield right(_AREA, "dead letters", "none")


def alarms(context: DeployedContext) -> Iterator[Finding]:
    """Look which of the stack's alarms ring."""
    names = list(context.resources("AWS::CloudWatch::Alarm").values())
    if not names:
        yield note(_AREA, "alarms", "none", "Run `tintype deploy`: the template has some.")
        return
    described = context.session.client("cloudwatch").describe_alarms(AlarmNames=names)["MetricAlarms"]
    ringing = [alarm for alarm in described if alarm["StateValue"] == "ALARM"]
    for alarm in ringing:
        mend = alarm.get("AlarmDescription") or "See docs/operations.md, Each alarm and its remedy."
        yield wrong(_AREA, "alarm", f"{alarm['AlarmName']}: {alarm.get('StateReason', '')}", mend)
    if not ringing:
        yield right(_AREA, "alarms", f"none of {len(names)} rings")


def _depth(context: Context, name: str) -> int:
    found = context.session.client("sqs").get_queue_attributes(
        QueueUrl=context.queue(name), AttributeNames=["ApproximateNumberOfMessages"]
    )
    return int(found["Attributes"]["ApproximateNumberOfMessages"])
