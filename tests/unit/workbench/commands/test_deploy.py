"""`tintype deploy` with a SAM CLI that notes what it is asked, and moto in the place of AWS."""

import json

import boto3
import pytest
from moto import mock_aws

from workbench.commands.deploy import DeployError, Options, deploy
from workbench.errors import WorkbenchError

FAKE = """#!/bin/sh
echo "$@" >> "$(dirname "$0")/calls"
[ "$1" != "$(cat "$(dirname "$0")/fails" 2>/dev/null)" ]
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A checkout with one environment and a SAM CLI of its own; an account without credentials or region."""
    program = tmp_path / ".tools/sam/bin/sam"
    program.parent.mkdir(parents=True)
    program.write_text(FAKE)
    program.chmod(0o755)
    (tmp_path / "samconfig.toml").write_text('version = 0.1\n[staging.global.parameters]\nstack_name = "try"\n')
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return tmp_path


@pytest.fixture
def further():
    """Outputs that only some values of `Authorization` make."""
    return {}


@pytest.fixture
def account(project, further):
    """An account with the stack `try`, and its caller's key."""
    with mock_aws():
        key = boto3.client("apigateway", region_name="eu-west-1").create_api_key(name="caller", enabled=True)
        outputs = {
            "ApiKeyId": key["id"],
            "ApiKeyCommand": "aws apigateway get-api-key",
            "ExampleCall": "curl --data-binary @seven.png",
            "ExampleUpload": "aws s3 cp seven.png",
        } | further
        document = {
            "Resources": {"Queue": {"Type": "AWS::SQS::Queue"}},
            "Outputs": {name: {"Value": value} for name, value in outputs.items()},
        }
        cloudformation = boto3.client("cloudformation", region_name="eu-west-1")
        cloudformation.create_stack(StackName="try", TemplateBody=json.dumps(document))
        yield Options("staging", region="eu-west-1", project=project), key["value"]


def calls(project):
    path = project / ".tools/sam/bin/calls"
    return path.read_text().splitlines() if path.exists() else []


def test_builds_deploys_and_says_how_to_call(account, capfd):
    """SAM builds and deploys the environment, and the outputs, the key's command and both example lines follow."""
    options, key = account
    deploy(options)
    common = "--config-env staging --region eu-west-1"
    assert calls(options.project) == [f"build {common}", f"deploy {common}"]
    printed = capfd.readouterr().out
    assert "KEY=$(aws apigateway get-api-key)\ncurl --data-binary @seven.png\naws s3 cp seven.png\n" in printed
    assert key not in printed


@pytest.mark.parametrize(
    ("further", "line"),
    [
        ({"TokenCommand": "aws cognito-idp initiate-auth"}, "TOKEN=$(aws cognito-idp initiate-auth)"),
        ({"CallerCommand": "aws iam attach-user-policy"}, "aws iam attach-user-policy"),
    ],
)
def test_says_what_else_a_caller_needs(account, capfd, line):
    """Where callers sign or bring tokens, the way to that stands between the key and the example."""
    deploy(account[0])
    key, example = "KEY=$(aws apigateway get-api-key)", "curl --data-binary @seven.png"
    assert f"{key}\n{line}\n{example}\n" in capfd.readouterr().out


def test_shows_the_key(account, capfd):
    """The key itself is printed only to whoever asks for it."""
    options, key = account
    deploy(Options("staging", region="eu-west-1", project=options.project, show_key=True))
    assert f"KEY={key}\n" in capfd.readouterr().out


def test_guided(account):
    """Only the deploy is guided."""
    options, _ = account
    deploy(Options("staging", region="eu-west-1", project=options.project, guided=True))
    assert [line.endswith(" --guided") for line in calls(options.project)] == [False, True]


@pytest.mark.parametrize(("step", "run"), [("build", 1), ("deploy", 2)])
def test_failed_step(account, step, run):
    """What SAM fails at is named, and nothing runs after it."""
    options, _ = account
    (options.project / ".tools/sam/bin/fails").write_text(step)
    with pytest.raises(DeployError, match=f"Expected `sam {step}` to succeed, received status 1"):
        deploy(options)
    assert len(calls(options.project)) == run


def refusal(options):
    with pytest.raises(WorkbenchError) as caught:
        deploy(options)
    assert calls(options.project) == []
    return str(caught.value)


def test_no_credentials(project):
    """Without credentials nothing is built."""
    assert "Expected AWS credentials" in refusal(Options("staging", region="eu-west-1", project=project))


def test_unknown_profile(project):
    """A profile that nobody configured is named."""
    assert "nobody" in refusal(Options("staging", profile="nobody", project=project))


def test_unknown_environment(project):
    """An environment that samconfig.toml lacks is answered by those that it has."""
    assert "one of staging, received live" in refusal(Options("live", project=project))


def test_no_sam(account, monkeypatch):
    """Without the SAM CLI the way to get it is named."""
    options, _ = account
    (options.project / ".tools/sam/bin/sam").unlink()
    monkeypatch.setenv("PATH", "")
    assert "make setup" in refusal(options)


def test_json(account, capfd):
    """For scripts the outputs are one document on stdout, and what SAM prints goes to stderr."""
    options, key = account
    (options.project / ".tools/sam/bin/sam").write_text("#!/bin/sh\necho built\n")
    deploy(Options("staging", region="eu-west-1", project=options.project, show_key=True), as_json=True)
    printed = capfd.readouterr()
    document = json.loads(printed.out)
    assert (document["stack"], document["key"]) == ("try", key)
    assert document["outputs"]["ExampleUpload"] == "aws s3 cp seven.png"
    assert "built" in printed.err
