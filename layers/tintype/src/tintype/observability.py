"""Logs and metrics, by Powertools: one line a call is both, and what goes wrong has a log line of its own."""

from __future__ import annotations

import os
import sys
from json import JSONEncoder

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit
from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

_SERVICE = os.environ.get("POWERTOOLS_SERVICE_NAME", "tintype")
_INFO = 20
_encode = JSONEncoder(separators=(",", ":"), ensure_ascii=False, default=str).encode


class _OneWrite(AmazonCloudWatchEMFProvider):
    """As its base class, but for one encoder for all calls and one system call for the line and its end."""

    def flush_metrics(self, raise_on_empty_metrics: bool = False) -> None:
        if self.metric_set or raise_on_empty_metrics:
            text = _encode(self.serialize_metric_set())
            sys.stdout.write(text.encode(errors="backslashreplace").decode() + "\n")  # a path may have lone surrogates
            self.clear_metrics()


logger = Logger(service=_SERVICE, utc=True)
metrics = Metrics(
    provider=_OneWrite(service=_SERVICE, namespace=os.environ.get("POWERTOOLS_METRICS_NAMESPACE", "Tintype"))
)


def count(name: str, value: float = 1) -> None:
    """Add to a counter."""
    metrics.add_metric(name, MetricUnit.Count, value)


def gauge(name: str, value: float) -> None:
    """Record a figure without a unit, such as a ratio."""
    metrics.add_metric(name, MetricUnit.NoUnit, round(value, 4))


def stale(model: str, problem: str) -> None:
    """Tell the operator, if there is a problem, that an older version of a model stands in for the newest."""
    if problem:
        logger.warning("stale", model=model, detail=problem)
        count("StaleAnswers")


def milliseconds(name: str, seconds: float) -> None:
    """Record a duration."""
    metrics.add_metric(name, MetricUnit.Milliseconds, round(seconds * 1000, 3))


def flush() -> None:
    """Print the call's metrics, if there are any."""
    metrics.flush_metrics()


def report(message: str, **fields: object) -> None:
    """Print the call's metrics and its log line as one: the fields that are not None are the document's metadata.

    A log level above INFO leaves the metrics alone in it. A second line would take longer than everything else here.
    """
    if logger.log_level <= _INFO:
        said = {name: value for name, value in fields.items() if value is not None}
        metrics.provider.metadata_set.update(level="INFO", message=message, **_trace(), **said)
    flush()


def is_sampled() -> bool:
    """Say whether X-Ray wants to know of what runs now; ``tintype.tracing`` tells it."""
    return "Sampled=1" in os.environ.get("_X_AMZN_TRACE_ID", "")


def _trace() -> dict[str, str]:
    """Return X-Ray's id under the name that Logger gives it."""
    header = os.environ.get("_X_AMZN_TRACE_ID", "")
    return {"xray_trace_id": header.partition(";")[0].removeprefix("Root=")} if header else {}
