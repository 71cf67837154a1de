"""Log groups of CloudWatch Logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.logs import function_name
from workbench.logs.source import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.context.deployed import DeployedContext


def found(context: DeployedContext) -> Iterator[GroupSource]:
    """Yield the log groups of a deployed stack."""
    client = context.session.client("logs")
    for logical_id, group in context.resources("AWS::Logs::LogGroup").items():
        yield GroupSource(client, group, function_name(logical_id))


class GroupSource:
    """A log group.

    Args:
        client: boto3's, of CloudWatch Logs.
        group: the group's name.
        name: the function's.
    """

    def __init__(self, client: Any, group: str, name: str) -> None:  # noqa: ANN401 -- its stubs are not installed
        self.name = name
        self._client = client
        self._group = group
        self._newest = 0  # milliseconds since the epoch
        self._given: set[str] = set()

    def read(self, since: float) -> list[Line]:
        """Return the events that were not given before; one is shown some seconds after it was written."""
        start = max(int(since * 1000), self._newest)
        pages = self._client.get_paginator("filter_log_events").paginate(logGroupName=self._group, startTime=start)
        events = [event for page in pages for event in page["events"] if event["eventId"] not in self._given]
        self._remember(events)
        return [Line(event["timestamp"] / 1000, self.name, event["message"].rstrip("\n")) for event in events]

    def _remember(self, events: list[dict[str, Any]]) -> None:
        self._given.update(event["eventId"] for event in events)
        self._newest = max([self._newest, *(event["timestamp"] for event in events)])
