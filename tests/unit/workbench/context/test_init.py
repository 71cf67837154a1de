"""Which deployment is meant, and what is said where there is none."""

import os
import time

import pytest
from moto import mock_aws

from tests.support.deployed import create_stack
from workbench.context import choose, resolve
from workbench.errors import ContextError
from workbench.local import ready
from workbench.local.layout import Layout
from workbench.local.lock import hold

VARIABLES = ("TINTYPE_CONTEXT", "TINTYPE_STACK", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ENDPOINT_URL")


@pytest.fixture(autouse=True)
def no_wish(monkeypatch):
    """An environment that asks for nothing."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def running(tmp_path):
    """The home of a local stack that runs, as far as its files tell."""
    layout = Layout(tmp_path)
    with hold(layout.lock_file):
        buckets = {name: f"local-{name.lower()}" for name in ("ModelBucket", "UploadBucket", "ResultBucket")}
        keys = {"CallerKey": "secret"}
        ready.write(
            layout,
            ready.Ready(
                os.getpid(), "http://127.0.0.1:1/api", "http://127.0.0.1:2", keys, buckets, {}, "", time.time()
            ),
        )
        yield tmp_path


@pytest.fixture
def account(monkeypatch):
    """An account with the stacks `tintype` and `other`."""
    with mock_aws():
        monkeypatch.setenv("AWS_REGION", "eu-west-1")
        for name in ("tintype", "other"):
            create_stack(name, "eu-west-1")
        yield


@pytest.fixture
def nobody(monkeypatch, tmp_path):
    """An environment without credentials, region or profiles."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def test_a_running_local_stack_is_meant(running):
    """Where nothing was asked for, the local stack that runs is meant."""
    context = resolve(home=running)
    assert (context.kind, context.api_url, context.api_key()) == ("local", "http://127.0.0.1:1/api", "secret")
    assert context.buckets == ("local-modelbucket", "local-uploadbucket", "local-resultbucket")
    assert context.registry().name == "local-modelbucket"
    assert context.session.client("s3").meta.endpoint_url == "http://127.0.0.1:2"


@pytest.mark.parametrize("asked", [{"stack": "other"}, {"region": "eu-west-1"}, {"profile": "work"}, {"local": False}])
def test_options_of_aws_win(running, asked):
    """An option that only a deployed stack has means one, though a local stack runs."""
    assert choose(home=running, **asked) == "aws"


@pytest.mark.parametrize(
    ("name", "value"), [("TINTYPE_CONTEXT", "aws"), ("AWS_PROFILE", "work"), ("TINTYPE_STACK", "a")]
)
def test_environment_wins_over_what_runs(running, monkeypatch, name, value):
    """A variable that asks for AWS means it, but for `--local`."""
    monkeypatch.setenv(name, value)
    assert choose(home=running) == "aws"
    assert choose(True, running) == "local"


def test_variable_for_local(tmp_path, monkeypatch):
    """TINTYPE_CONTEXT=local means the local stack also where none runs."""
    monkeypatch.setenv("TINTYPE_CONTEXT", "local")
    with pytest.raises(ContextError, match="Start one by `tintype up`"):
        resolve(home=tmp_path)


def test_unknown_variable(tmp_path, monkeypatch):
    """Another value of TINTYPE_CONTEXT is refused by the two that there are."""
    monkeypatch.setenv("TINTYPE_CONTEXT", "cloud")
    with pytest.raises(ContextError, match="`local` or `aws`, received 'cloud'"):
        choose(home=tmp_path)


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(("stack", "name"), [(None, "tintype"), ("other", "other")])
def test_deployed(tmp_path, stack, name):
    """Where nothing runs here, the deployed stack is meant, as its outputs describe it."""
    context = resolve(home=tmp_path, stack=stack)
    assert (context.kind, context.name, context.region) == ("aws", name, "eu-west-1")
    assert context.buckets == (f"{name}-models", f"{name}-uploads", f"{name}-results")
    assert context.api_url == "https://api.example/api"
    assert context.queue("UploadQueue").startswith("https://sqs.eu-west-1.")


@pytest.mark.usefixtures("account")
def test_no_such_stack(tmp_path):
    """A stack that is not there is named, with its region and the ways to one."""
    with pytest.raises(ContextError, match="a stack named missing in eu-west-1") as caught:
        resolve(home=tmp_path, stack="missing")
    assert caught.value.exit_code == 3


@pytest.mark.usefixtures("nobody")
def test_no_credentials(tmp_path):
    """Without credentials the ways to some are named."""
    with pytest.raises(ContextError, match="`aws configure`"):
        resolve(home=tmp_path, region="eu-west-1")


@pytest.mark.usefixtures("nobody")
def test_no_region(tmp_path, monkeypatch):
    """Without a region the ways to name one are said."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    with pytest.raises(ContextError, match="--region"):
        resolve(home=tmp_path)


@pytest.mark.usefixtures("nobody")
def test_unknown_profile(tmp_path):
    """A profile that nobody configured is named."""
    with pytest.raises(ContextError, match=r"\(nobody\)"):
        resolve(home=tmp_path, profile="nobody")
