"""Which Python runs the functions, from which code, with which variables."""

import os
import platform
import sys
from pathlib import Path

import pytest

from workbench.local import runtime
from workbench.local.runtime import Runtime, choose_runtime, source_root, source_runtime
from workbench.local.template.description import Description, Function, Layer


@pytest.fixture
def project(tmp_path):
    (tmp_path / "functions/answer").mkdir(parents=True)
    (tmp_path / "functions/answer/app.py").touch()
    (tmp_path / "layers/code/src").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def function(project):
    return Function(
        logical_id="Answer",
        name="stack-Answer",
        handler="functions.answer.app.handler",
        code=project / "functions/answer",
        memory=777,
        timeout=8,
        environment={"OWN": "1", "AWS_REGION": "nowhere"},
        layers=(Layer("Code", project / "layers/code"),),
        log_format="JSON",
        log_level="WARN",
    )


@pytest.fixture
def built(project, monkeypatch):
    machine = {"x86_64": "x86_64", "aarch64": "arm64"}[platform.machine()]
    (project / ".aws-sam/build").mkdir(parents=True)
    (project / f".aws-sam/build/built-for-{machine}").touch()
    (project / "client/awslambdaric").mkdir(parents=True)
    monkeypatch.setattr(runtime, "find_python313", lambda: Path("/python3.13"))
    return project / ".aws-sam/build"


def recipe(chosen, function, tmp_path):
    description = Description("stack", "1", "us-east-1", {"Answer": function}, None, {}, {}, (), ())
    return chosen.recipe(function, description, Path("/rie"), "http://aws", tmp_path)


def test_source_root(function, project):
    """The folder is found below which the dotted path leads to the module."""
    assert source_root(function) == project


def test_no_module(function, project):
    """A handler whose module is nowhere is named with where it was looked for."""
    (project / "functions/answer/app.py").unlink()
    with pytest.raises(FileNotFoundError, match=r"functions/answer/app\.py, the module of Answer"):
        source_root(function)


def test_source_recipe(function, project):
    """From source, this Python runs with the root and the layers' sources on its path."""
    made = recipe(source_runtime(), function, project)
    assert made.command == (sys.executable, "-m", "awslambdaric", "functions.answer.app.handler")
    assert made.variables["PYTHONPATH"] == f"{project}:{project}/layers/code/src"
    assert (made.folder, made.timeout, made.log) == (project, 8, project / "Answer.log")


def test_built_recipe(function, project):
    """From a build, Lambda's Python runs with the function, its layers and the runtime client on its path."""
    build = project / "build"
    made = recipe(Runtime(Path("/python3.13"), Path("/client"), build), function, project)
    assert made.command[0] == "/python3.13"
    assert made.variables["PYTHONPATH"] == f"{build}/Answer:{build}/Code/python:/client"
    assert made.folder == build / "Answer"


def test_variables(function, project, monkeypatch):
    """The function gets its own variables and Lambda's, which it cannot override, and none of the user's."""
    monkeypatch.setenv("SECRET_OF_THE_USER", "x")
    variables = recipe(source_runtime(), function, project).variables
    assert "SECRET_OF_THE_USER" not in variables
    expected = {
        "OWN": "1",
        "AWS_REGION": "us-east-1",
        "AWS_LAMBDA_FUNCTION_NAME": "stack-Answer",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "777",
        "AWS_LAMBDA_FUNCTION_TIMEOUT": "8",
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "WARN",
        "AWS_ENDPOINT_URL": "http://aws",
        "LAMBDA_TASK_ROOT": str(project),
        "TZ": ":UTC",
        "_HANDLER": "functions.answer.app.handler",
    }
    assert expected.items() <= dict(variables).items()


def test_choose_build(project, built):
    """A fresh build runs on Lambda's Python."""
    assert choose_runtime(project, project / "client") == Runtime(Path("/python3.13"), project / "client", built)


def test_stale_build(project, built):
    """A build that is older than a source does not count."""
    later = built.stat().st_mtime + 100
    os.utime(project / "functions/answer/app.py", (later, later))
    assert choose_runtime(project, project / "client") == source_runtime()


@pytest.mark.usefixtures("built")
def test_no_lambda_python(project, monkeypatch):
    """Without Lambda's Python the source runs on this one."""
    monkeypatch.setattr(runtime, "find_python313", lambda: None)
    assert choose_runtime(project, project / "client") == source_runtime()


@pytest.mark.usefixtures("built")
def test_no_runtime_client(project):
    """Without the runtime client the source runs on this Python."""
    assert choose_runtime(project, project / "elsewhere") == source_runtime()
