"""Read a template's functions, layers and event source mappings."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workbench.local.template.description import EventSourceMapping, Function, Layer, Schedule

# Lambda's own defaults for what a template leaves out.
_DEFAULT_MEMORY = 128
_DEFAULT_TIMEOUT = 3
_DEFAULT_BATCH = 10
_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_SECONDS = {"minute": 60.0, "hour": 3600.0, "day": 86400.0}


def with_globals(common: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Merge a resource's properties over SAM's Globals: maps merge, lists append, the rest is replaced."""
    merged = dict(common)
    for name, value in own.items():
        base = merged.get(name)
        if isinstance(base, Mapping) and isinstance(value, Mapping):
            merged[name] = with_globals(base, value)
        elif isinstance(base, list) and isinstance(value, list):
            merged[name] = [*base, *value]
        else:
            merged[name] = value
    return merged


def read_layer(logical_id: str, properties: Mapping[str, Any], root: Path) -> Layer:
    """Describe one `AWS::Serverless::LayerVersion`."""
    return Layer(logical_id, root / str(properties.get("ContentUri", ".")))


def read_function(
    logical_id: str, properties: Mapping[str, Any], name: str, layers: Mapping[str, Layer], root: Path
) -> Function:
    """Describe one `AWS::Serverless::Function` whose properties already hold the Globals.

    Raises:
        ValueError: the function has no handler.
    """
    image = properties.get("PackageType") == "Image"
    command = properties.get("ImageConfig", {}).get("Command") if image else [properties.get("Handler")]
    if not command or not command[0]:
        wanted = "ImageConfig with a Command of" if image else "Handler: expected"
        message = f"function {logical_id} has no {wanted} package.module.function"
        raise ValueError(message)
    variables = properties.get("Environment", {}).get("Variables", {})
    return Function(
        logical_id=logical_id,
        name=name,
        handler=command[0],
        code=root / str(properties.get("CodeUri", ".")),
        memory=int(properties.get("MemorySize", _DEFAULT_MEMORY)),
        timeout=int(properties.get("Timeout", _DEFAULT_TIMEOUT)),
        environment={key: _text(value) for key, value in variables.items()},
        layers=tuple(layers[item] for item in properties.get("Layers", []) if item in layers),
        log_format=properties.get("LoggingConfig", {}).get("LogFormat", "Text"),
        log_level=properties.get("LoggingConfig", {}).get("ApplicationLogLevel"),
        image=image,
        architecture=(properties.get("Architectures") or ["x86_64"])[0],
    )


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_mappings(logical_id: str, properties: Mapping[str, Any]) -> Iterator[EventSourceMapping]:
    """Describe the SQS queues among a function's `Events`."""
    for event in properties.get("Events", {}).values():
        settings = event.get("Properties", {})
        if event["Type"] == "SQS" and settings.get("Enabled", True) not in {False, "false"}:
            scaling = settings.get("ScalingConfig", {}).get("MaximumConcurrency")
            yield EventSourceMapping(
                function=logical_id,
                queue=str(settings["Queue"]).rsplit(":", 1)[-1],
                batch_size=int(settings.get("BatchSize", _DEFAULT_BATCH)),
                partial_failures="ReportBatchItemFailures" in settings.get("FunctionResponseTypes", []),
                maximum_concurrency=int(scaling) if scaling else None,
            )


def read_schedules(logical_id: str, name: str, properties: Mapping[str, Any]) -> Iterator[Schedule]:
    """Describe the schedules among a function's `Events`.

    Args:
        logical_id: the function's.
        name: the function's own.
        properties: the function's.

    Raises:
        ValueError: a schedule is no rate.
    """
    for event, item in properties.get("Events", {}).items():
        settings = item.get("Properties", {})
        if item["Type"] != "Schedule" or settings.get("Enabled", True) in {False, "false"}:
            continue
        rate = _RATE.fullmatch(str(settings["Schedule"]))
        if rate is None:
            message = f"the local stack knows schedules such as rate(1 minute), received {settings['Schedule']}"
            raise ValueError(message)
        yield Schedule(logical_id, f"{name}-{event}", int(rate[1]) * _SECONDS[rate[2]])
