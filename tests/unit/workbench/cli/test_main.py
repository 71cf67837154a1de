"""The `tintype` command."""

import json
import re
import subprocess
import sys

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from workbench.cli import main
from workbench.cli.page import commands
from workbench.local.layout import PROJECT


def run(*arguments):
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.parametrize("arguments", [["--help"], ["local", "--help"], ["local", "up", "--help"], ["train", "--help"]])
def test_help(arguments):
    """Every command explains itself."""
    result = run(*arguments)
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_help_is_quick():
    """The command line is read without importing what does the work."""
    heavy = {"boto3", "moto", "tensorflow", "numpy"}
    code = f"import sys, workbench.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_variables_are_documented():
    """docs/configuration.md names each variable that an option reads, and its default."""
    page = (PROJECT / "docs" / "configuration.md").read_text()
    read = {
        (parameter.envvar, parameter.default)
        for command in (get_command(main).commands["up"], get_command(main).commands["local"].commands["up"])
        for parameter in command.params
        if parameter.envvar
    }
    numbers = {"TINTYPE_PORT", "TINTYPE_AWS_PORT", "TINTYPE_ENVIRONMENTS"}
    assert {name for name, _ in read} == numbers | {"TINTYPE_HOME", "TINTYPE_CALLERS"}
    for name, default in read:
        shown = rf"`{default}`" if name.endswith("PORT") else ".+"
        assert re.search(rf"^- `{name}` \({shown}\): ", page, re.MULTILINE), name


def test_bad_parameter(tmp_path):
    """A template parameter without a value is refused with what was expected."""
    result = run("local", "up", "--home", str(tmp_path), "--parameter", "Memory")
    assert result.exit_code == 2
    assert "Name=value" in result.output


def test_status_without_a_stack(tmp_path):
    """Status fails where nothing runs, and says how to start."""
    result = run("local", "status", "--home", str(tmp_path))
    assert (result.exit_code, "tintype local up" in result.output) == (1, True)


def test_down_without_a_stack(tmp_path):
    """Stopping where nothing runs is no error."""
    result = run("down", "--home", str(tmp_path))
    assert (result.exit_code, "no local stack" in result.output) == (0, True)


def test_status_as_json(home, api):
    """The stack's addresses and names are one document for scripts."""
    document = json.loads(run("local", "status", "--home", str(home), "--json").stdout)
    assert (document["api"], document["api_keys"]) == (api, {"CallerKey": "secret"})


COMMANDS = dict(commands())
SILENT = {"up", "down", "local up", "local down", "local token", "batch"}
"""Commands that show nothing but what they have done, or print JSON anyway."""


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - SILENT))
def test_json_everywhere(name):
    """Every command that shows something has --json."""
    assert any("--json" in parameter.opts for parameter in COMMANDS[name].params)
