"""A running job, watched: its status, and the log of each of its hosts, line by line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.exceptions import ClientError

from workbench.sagemaker.errors import RemoteJobError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOG_GROUP = "/aws/sagemaker/TrainingJobs"
_ENDED = ("Completed", "Failed", "Stopped")


class Outcome(NamedTuple):
    """A job that came to its end.

    Attributes:
        artifacts: where ``model.tar.gz`` is.
        metrics: each metric's last value by name.
        seconds: of training, and those that are paid for, which spot capacity makes fewer.
        billable_seconds: likewise.
    """

    artifacts: str
    metrics: dict[str, float]
    seconds: int
    billable_seconds: int


class Job:
    """A training job.

    Args:
        sagemaker: boto3's client.
        logs: boto3's client for CloudWatch Logs.
        name: the job's.
    """

    def __init__(self, sagemaker: Any, logs: Any, name: str) -> None:  # noqa: ANN401 -- boto3's
        self._sagemaker, self._logs, self.name = sagemaker, logs, name
        self._tokens: dict[str, str] = {}  # of each host's log, where to go on

    def follow(self, status: Callable[[str], None], line: Callable[[str], None], pause: float = 5.0) -> Outcome:
        """Watch the job to its end.

        Args:
            status: is told each new status.
            line: is told each line of the log; of several hosts, with the host's name before it.
            pause: seconds between two looks.

        Raises:
            RemoteJobError: it failed, was stopped, or does not exist.
        """
        told = ""
        while True:
            document = self._describe()
            ended = document["TrainingJobStatus"] in _ENDED
            if ended:
                time.sleep(pause)  # the last lines come to CloudWatch a little later
            if told != (told := _status(document)):
                status(told)
            for text in self._lines():
                line(text)
            if ended:
                return self._outcome(document)
            time.sleep(pause)

    def _describe(self) -> dict[str, Any]:
        try:
            document: dict[str, Any] = self._sagemaker.describe_training_job(TrainingJobName=self.name)
        except ClientError as error:
            raise RemoteJobError(
                f"the training job {self.name}", str(error), "Check the name and the region."
            ) from error
        return document

    def _lines(self) -> Iterator[str]:
        for stream in self._streams():
            host = stream.rpartition("/")[2].rpartition("-")[0]
            for message in self._messages(stream):
                yield message if len(self._tokens) == 1 else f"{host}: {message}"

    def _streams(self) -> list[str]:
        try:
            pages = self._logs.get_paginator("describe_log_streams").paginate(
                logGroupName=LOG_GROUP, logStreamNamePrefix=f"{self.name}/"
            )
            streams = [stream["logStreamName"] for page in pages for stream in page["logStreams"]]
        except self._logs.exceptions.ResourceNotFoundException:
            return []  # the account's first job has not said anything yet
        for stream in streams:
            self._tokens.setdefault(stream, "")
        return sorted(streams)

    def _messages(self, stream: str) -> Iterator[str]:
        while True:
            token = self._tokens[stream]
            page = self._logs.get_log_events(
                logGroupName=LOG_GROUP,
                logStreamName=stream,
                startFromHead=True,
                **({"nextToken": token} if token else {}),
            )
            yield from (event["message"] for event in page["events"])
            self._tokens[stream] = page["nextForwardToken"]
            if page["nextForwardToken"] == token:  # the same token again: there is nothing more yet
                return

    def _outcome(self, document: dict[str, Any]) -> Outcome:
        if document["TrainingJobStatus"] != "Completed":
            why = document.get("FailureReason") or document["SecondaryStatus"]
            raise RemoteJobError(
                f"the job {self.name} to complete",
                f"{document['TrainingJobStatus']}: {why}",
                "Its log is in CloudWatch; a job with the same --checkpoints goes on where this one was.",
            )
        metrics = {item["MetricName"]: float(item["Value"]) for item in document.get("FinalMetricDataList", [])}
        seconds = document.get("TrainingTimeInSeconds", 0)
        artifacts = document["ModelArtifacts"]["S3ModelArtifacts"]
        return Outcome(artifacts, metrics, seconds, document.get("BillableTimeInSeconds", seconds))


def _status(document: dict[str, Any]) -> str:
    transitions = document.get("SecondaryStatusTransitions") or [{}]
    message = transitions[-1].get("StatusMessage", "")
    return f"{document['SecondaryStatus']}: {message}" if message else str(document["SecondaryStatus"])
