"""What a failing command prints, and its exit code."""

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from typer.testing import CliRunner

from tintype.errors import ModelNotFoundError, PublishError
from workbench.cli import main
from workbench.commands import listing
from workbench.errors import ContextError

REFUSED = ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "ListObjects")


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (PublishError("Expected a, received b."), 1, "Expected a, received b."),
        (ModelNotFoundError("digits"), 4, "digits"),
        (ContextError("a stack", "none", "Start one."), 3, "Expected a stack, received none. Start one."),
        (REFUSED, 1, "AccessDenied"),
        (EndpointConnectionError(endpoint_url="https://s3"), 1, "https://s3"),
        (FileNotFoundError(2, "No such file", "labels.txt"), 1, "labels.txt"),
        (KeyError("labels"), 1, "unexpected KeyError: 'labels'. `tintype --debug …` shows where"),
    ],
)
def test_failures(run, monkeypatch, error, code, said):
    """A failure is one message on stderr with the command's name, no traceback, and its exit code."""
    monkeypatch.setattr(listing, "overview", lambda _: (_ for _ in ()).throw(error))
    done = run("list")
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr.startswith("tintype list: ")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["--debug", "list"], ["list"]])
def test_debug(run, monkeypatch, arguments):
    """With --debug or TINTYPE_DEBUG=1 the error itself goes on, and Python prints where it was raised."""
    error = PublishError("Expected a, received b.")
    monkeypatch.setattr(listing, "overview", lambda _: (_ for _ in ()).throw(error))
    if len(arguments) == 1:
        monkeypatch.setenv("TINTYPE_DEBUG", "1")
    assert run(*arguments).exception is error


@pytest.mark.parametrize("arguments", [["lisp"], ["list", "--jsn"], ["show"], ["batch", "a"]])
def test_usage(arguments):
    """What is no command, option or number of arguments ends with 2."""
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Usage: " in done.stderr


def test_nowhere(tmp_path):
    """Without a stack the exit code is 3, and the message says how to start one."""
    done = CliRunner().invoke(main, ["list", "--local", "--home", str(tmp_path)])
    assert done.exit_code == 3
    assert "`tintype up`" in done.stderr
