"""Logs and metrics, by Powertools: one JSON line and one EMF document a call."""

from __future__ import annotations

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit

logger = Logger(service=None, utc=True)
metrics = Metrics()


def count(name: str, value: float = 1) -> None:
    """Add to a counter."""
    metrics.add_metric(name, MetricUnit.Count, value)


def milliseconds(name: str, seconds: float) -> None:
    """Record a duration."""
    metrics.add_metric(name, MetricUnit.Milliseconds, round(seconds * 1000, 3))


def flush() -> None:
    """Print the call's metrics, if there are any."""
    if metrics.metric_set:
        metrics.flush_metrics()
