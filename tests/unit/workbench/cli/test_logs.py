"""`tintype logs` of a local stack's files, and of CloudWatch Logs in moto."""

import itertools
import json
import time

import boto3
import pytest
from moto import mock_aws
from typer.testing import CliRunner

from tests.support.deployed import create_stack
from workbench.cli import main
from workbench.commands.logs import lines
from workbench.context import resolve
from workbench.local.layout import Layout
from workbench.logs import chosen, sources

GROUPS = {f"Predict{kind}Log": f"/aws/lambda/tintype-predict-{kind.lower()}" for kind in ("Http", "Upload")}


def entry(message, seconds_ago=0.0, **more):
    return json.dumps({"_aws": {"Timestamp": int((time.time() - seconds_ago) * 1000)}, "message": message, **more})


@pytest.fixture
def files(home):
    """Two functions' logs, whose lines alternate in time."""
    folder = Layout(home).logs
    folder.mkdir()
    http = [entry("old", 3600), entry("first", 9), entry("third", 5)]
    (folder / "PredictHttpFunction.log").write_text("\n".join(http) + "\n")
    (folder / "PredictUploadFunction.log").write_text(entry("second", 7, status=200) + "\n")


@pytest.mark.usefixtures("files")
def test_local(run):
    """Lines of all functions come in the order of time, from `--since` on."""
    found = [json.loads(line) for line in run("logs", "--json").stdout.splitlines()]
    assert [(each["function"], each["message"]["message"]) for each in found] == [
        ("predict-http", "first"),
        ("predict-upload", "second"),
        ("predict-http", "third"),
    ]
    assert "old" in run("logs", "--since", "2h").stdout


@pytest.mark.usefixtures("files")
def test_for_people(run):
    """People see time, function and message, then the other fields."""
    [line] = run("logs", "--function", "upload").stdout.splitlines()
    assert line.endswith("Z predict-upload  second  status=200")
    assert len(run("logs", "--last", "2").stdout.splitlines()) == 2


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("wrong", [["--function", "download"], ["--since", "soon"]])
def test_wrong(run, wrong):
    """A function or a time that is none ends with 2."""
    done = run("logs", *wrong)
    assert (done.exit_code, done.stdout) == (2, "")


@pytest.fixture
def account(monkeypatch):
    """A deployed stack with two log groups, one event in each."""
    with mock_aws():
        for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "TINTYPE_CONTEXT"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("AWS_REGION", "eu-west-1")
        kind = "AWS::Logs::LogGroup"
        groups = {name: {"Type": kind, "Properties": {"LogGroupName": group}} for name, group in GROUPS.items()}
        create_stack("tintype", "eu-west-1", resources=groups)
        client = boto3.client("logs", region_name="eu-west-1")
        for group in GROUPS.values():
            client.create_log_stream(logGroupName=group, logStreamName="a")
        yield lambda name, message, ago=0.0: client.put_log_events(
            logGroupName=GROUPS[name],
            logStreamName="a",
            logEvents=[{"timestamp": int((time.time() - ago) * 1000), "message": message}],
        )


def test_deployed(account):
    """The groups are those of the stack, and events come in the order of time."""
    account("PredictUploadLog", entry("second"), 5)
    account("PredictHttpLog", entry("first"), 9)
    done = CliRunner().invoke(main, ["logs", "--aws", "--json"])
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["function"], each["message"]["message"]) for each in found] == [
        ("predict-http", "first"),
        ("predict-upload", "second"),
    ]


def test_follows(account):
    """Following, each event comes once, and those that are written meanwhile come too."""
    account("PredictHttpLog", "first", 9)
    wanted = chosen(sources(resolve(local=False)), ["http"])
    written = iter(["second", "third"])

    def wait(_):
        account("PredictHttpLog", next(written))

    found = lines(wanted, time.time() - 600, follow=True, sleep=wait)
    assert [line.text for line in itertools.islice(found, 3)] == ["first", "second", "third"]
