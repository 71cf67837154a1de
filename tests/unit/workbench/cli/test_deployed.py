"""The same commands against a stack on AWS, which moto's server plays; CloudFormation leads to the registry."""

import json

import pytest
from typer.testing import CliRunner

from tests.models.published import DRAFTS, file
from tests.support.deployed import create_stack
from tintype.registry import promote, publish
from workbench.cli import main
from workbench.context import resolve


@pytest.fixture
def stack(aws, request, monkeypatch, tmp_path):  # noqa: ARG001 -- the server
    """A stack of this test's own, with a released model."""
    for name in ("TINTYPE_CONTEXT", "TINTYPE_STACK", "TINTYPE_DEBUG", "AWS_DEFAULT_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TINTYPE_HOME", str(tmp_path))
    name = f"cli-{abs(hash(request.node.nodeid)) % 10**8}"
    create_stack(name, "us-east-1")
    bucket = resolve(local=False, stack=name).registry()
    promote(bucket, "quadrants", publish(bucket, DRAFTS["quadrants"], {"model": file("quadrants")}).version)
    bucket.close()
    return name


def run(*arguments):
    return CliRunner().invoke(main, list(arguments))


def test_registry(stack):
    """Models are listed and shown as those of the local stack are."""
    [found] = json.loads(run("list", "--stack", stack, "--json").stdout)
    assert (found["name"], found["aliases"]) == ("quadrants", {"production": {"1": 1.0}})
    shown = json.loads(run("show", "quadrants", "--stack", stack, "--json").stdout)
    assert shown["live"] == {"production": 1.0}


def test_context(stack, monkeypatch):
    """TINTYPE_STACK means the deployed stack, and who speaks to it is named."""
    monkeypatch.setenv("TINTYPE_STACK", stack)
    found = json.loads(run("context", "--json").stdout)
    assert (found["kind"], found["stack"], found["models_bucket"]) == ("aws", stack, f"{stack}-models")
    assert found["identity"].startswith("arn:aws")


def test_no_such_stack(stack):
    """A stack that is not there ends with 3."""
    done = run("list", "--stack", f"{stack}-other")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "`tintype deploy`" in done.stderr
