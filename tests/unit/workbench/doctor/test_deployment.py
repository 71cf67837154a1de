"""A deployed stack in moto, healthy and not."""

import boto3
import pytest
from moto import mock_aws

from tests.models.published import release
from tests.support.deployed import create_stack
from workbench.context import resolve
from workbench.doctor import credentials, deployment


@pytest.fixture
def context(monkeypatch, tmp_path):
    """The stack `tintype`."""
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "TINTYPE_CONTEXT", "TINTYPE_STACK"):
        monkeypatch.delenv(name, raising=False)
    with mock_aws():
        create_stack("tintype", "eu-west-1")
        yield resolve(local=False, home=tmp_path, region="eu-west-1")


def said(findings):
    return [(finding.what, finding.state) for finding in findings]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("UPDATE_COMPLETE", "ok"),
        ("UPDATE_IN_PROGRESS", "note"),
        ("UPDATE_ROLLBACK_COMPLETE", "wrong"),
        ("ROLLBACK_IN_PROGRESS", "wrong"),
        ("CREATE_FAILED", "wrong"),
    ],
)
def test_stack_state(context, status, state):
    """A finished stack is right, one that is at work is noted, one that was rolled back is wrong."""
    context.description["StackStatus"] = status
    assert said(deployment.stack_state(context)) == [("stack", state)]


def test_queues(context):
    """Dead letters are wrong, and the mend is to redrive them."""
    assert said(deployment.queues(context)) == [("uploads", "ok"), ("dead letters", "ok")]
    context.session.client("sqs").send_message(QueueUrl=context.queue("UploadDeadLetterQueue"), MessageBody="x")
    *_, dead = deployment.queues(context)
    assert (dead.state, dead.found, "tintype redrive" in dead.mend) == ("wrong", "1", True)


def test_alarms(context, monkeypatch):
    """An alarm that rings is wrong, and its description says what to do."""
    monkeypatch.setattr(context, "resources", lambda _: {"DeadLettersAlarm": "tintype-dead"})  # moto makes none
    watch = boto3.client("cloudwatch", region_name="eu-west-1")
    compared = {"ComparisonOperator": "GreaterThanThreshold", "Threshold": 1.0, "EvaluationPeriods": 1}
    watch.put_metric_alarm(AlarmName="tintype-dead", AlarmDescription="Look at the dead letters.", **compared)
    assert said(deployment.alarms(context)) == [("alarms", "ok")]
    watch.set_alarm_state(AlarmName="tintype-dead", StateValue="ALARM", StateReason="3 is more than 1")
    [finding] = deployment.alarms(context)
    assert (finding.state, finding.mend) == ("wrong", "Look at the dead letters.")
    assert "3 is more than 1" in finding.found


def test_parameters(context, monkeypatch, bucket):
    """A parameter that names a model which is not released is wrong, one with a released model is right."""
    release(bucket, "quadrants")
    monkeypatch.setattr(context, "registry", lambda: bucket)
    context.description["Parameters"] = [
        {"ParameterKey": "PreloadModels", "ParameterValue": "quadrants, missing"},
        {"ParameterKey": "UploadModel", "ParameterValue": ""},
    ]
    *found, template = deployment.parameters(context)
    assert [(each.what, each.state, each.found.split(",")[0]) for each in found] == [
        ("PreloadModels", "ok", "quadrants"),
        ("PreloadModels", "wrong", "missing"),
    ]
    assert (template.state, "MemorySize" in template.found) == ("note", True)


def test_identity(context):
    """Credentials that AWS knows are right, and named."""
    identity, *clock = credentials.identity(context.session)
    assert (identity.state, "arn:aws" in identity.found) == ("ok", True)
    assert all(finding.state == "ok" for finding in clock)
