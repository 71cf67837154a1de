from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
import typer
from botocore.stub import Stubber

from workbench.commands.train_remotely import follow_to_the_end
from workbench.sagemaker.errors import RemoteJobError
from workbench.sagemaker.following import LOG_GROUP, Job

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def described(status: str, secondary: str, message: str = "", **more: Any) -> dict:
    """What DescribeTrainingJob answers, with all that it always has."""
    return {
        "TrainingJobName": "job-1",
        "TrainingJobArn": "arn:aws:sagemaker:us-east-1:123456789012:training-job/job-1",
        "ModelArtifacts": {"S3ModelArtifacts": "s3://b/job-1/output/model.tar.gz"},
        "TrainingJobStatus": status,
        "SecondaryStatus": secondary,
        "AlgorithmSpecification": {"TrainingInputMode": "File"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        "StoppingCondition": {},
        "CreationTime": NOW,
        "SecondaryStatusTransitions": [{"Status": secondary, "StartTime": NOW, "StatusMessage": message}],
        **more,
    }


@pytest.fixture
def logs(aws):  # noqa: ARG001 -- sets the endpoint
    """CloudWatch Logs with a log of two lines by the job's one host, and one of another job."""
    client = boto3.client("logs")
    client.create_log_group(logGroupName=LOG_GROUP)
    yield client
    client.delete_log_group(logGroupName=LOG_GROUP)


def write(logs, stream, *lines):
    if not logs.describe_log_streams(logGroupName=LOG_GROUP, logStreamNamePrefix=stream)["logStreams"]:
        logs.create_log_stream(logGroupName=LOG_GROUP, logStreamName=stream)
    now = round(time.time() * 1000)
    events = [{"timestamp": now + number, "message": line} for number, line in enumerate(lines)]
    logs.put_log_events(logGroupName=LOG_GROUP, logStreamName=stream, logEvents=events)


@pytest.fixture
def job(logs):
    """Return a function that makes a job of DescribeTrainingJob's answers."""

    def make(*answers: dict) -> Job:
        client = boto3.client("sagemaker")
        stubber = Stubber(client)
        for answer in answers:
            stubber.add_response("describe_training_job", answer, {"TrainingJobName": "job-1"})
        stubber.activate()
        return Job(client, logs, "job-1")

    return make


def follow(job: Job):
    statuses: list[str] = []
    lines: list[str] = []
    return job.follow(statuses.append, lines.append, pause=0.01), statuses, lines


COMPLETED = described(
    "Completed",
    "Completed",
    FinalMetricDataList=[{"MetricName": "test:accuracy", "Value": 0.5, "Timestamp": NOW}],
    TrainingTimeInSeconds=100,
    BillableTimeInSeconds=30,
)


def test_to_the_end(job, logs):
    """Each status is told once, each line of the log once and in order, and the outcome at the end."""
    write(logs, "job-1/algo-1-123", "epoch=1/2", "epoch=2/2")
    write(logs, "job-10/algo-1-123", "another job's")
    waiting = described("InProgress", "Starting", "Preparing the instances")
    outcome, statuses, lines = follow(job(waiting, waiting, described("InProgress", "Training"), COMPLETED))
    assert statuses == ["Starting: Preparing the instances", "Training", "Completed"]
    assert lines == ["epoch=1/2", "epoch=2/2"]
    assert outcome == ("s3://b/job-1/output/model.tar.gz", {"test:accuracy": 0.5}, 100, 30)


def test_hosts_are_named(job, logs):
    """The lines of several hosts begin with their names."""
    write(logs, "job-1/algo-1-123", "one")
    write(logs, "job-1/algo-2-456", "two")
    assert follow(job(COMPLETED))[2] == ["algo-1: one", "algo-2: two"]


def test_lines_that_come_while_it_runs(job, logs):
    """Lines that are written between two looks are shown at the next."""
    running = described("InProgress", "Training")
    followed = job(running, running, COMPLETED)
    write(logs, "job-1/algo-1-123", "first")
    seen: list[str] = []

    def line(text: str) -> None:
        seen.append(text)
        if text == "first":
            write(logs, "job-1/algo-1-123", "second")

    followed.follow(lambda _: None, line, pause=0.01)
    assert seen == ["first", "second"]


def test_no_log_yet(job, logs):
    """A job of an account that has no log of training jobs yet is followed all the same."""
    logs.delete_log_group(logGroupName=LOG_GROUP)
    assert follow(job(COMPLETED))[2] == []
    logs.create_log_group(logGroupName=LOG_GROUP)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (described("Failed", "Failed", FailureReason="AlgorithmError: no data"), "Failed: AlgorithmError: no data"),
        (described("Stopped", "MaxWaitTimeExceeded"), "Stopped: MaxWaitTimeExceeded"),
    ],
)
def test_jobs_that_do_not_complete(job, answer, message):
    """A job that failed or was stopped ends with SageMaker's reason."""
    with pytest.raises(RemoteJobError, match=message):
        follow(job(answer))


def test_unknown_job(logs):
    """A job that does not exist is named."""
    with pytest.raises(RemoteJobError, match="the training job nothing"):
        follow(Job(boto3.client("sagemaker"), logs, "nothing"))


@pytest.mark.usefixtures("aws")
def test_control_c(monkeypatch, capsys):
    """Ctrl-C leaves the job running, says how it is stopped, and ends with 130."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Job, "follow", interrupted)
    with pytest.raises(typer.Exit) as ended:
        follow_to_the_end(boto3.Session(region_name="us-east-1"), "job-1")
    assert ended.value.exit_code == 130
    assert "aws sagemaker stop-training-job --training-job-name job-1 --region us-east-1" in capsys.readouterr().err
