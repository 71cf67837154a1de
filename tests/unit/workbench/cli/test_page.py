"""docs/command.md has every command, every option and every exit code, and none that is not there."""

import re

import pytest

from workbench import errors
from workbench.cli import page
from workbench.gate.errors import REFUSED

TEXT = page.PAGE.read_text()
SECTIONS = page.sections(TEXT)
COMMANDS = dict(page.commands())


def test_commands():
    """Each command has a section, and each section a command."""
    assert set(SECTIONS) == set(COMMANDS), "write a section with an example into docs/command.md"


@pytest.mark.parametrize("name", COMMANDS)
def test_example(name):
    """Each command has an example."""
    examples = re.findall(r"```sh\n(.*?)```", SECTIONS[name], re.DOTALL)
    assert any(f"tintype {name}" in example for example in examples), "write an example into its section"


@pytest.mark.parametrize("name", COMMANDS)
def test_options(name):
    """Each option that is a command's own is in its section, with what it means, and no other is."""
    told = re.findall(r"^\| `(--[a-z-]+)`", SECTIONS[name], re.MULTILINE)
    assert told == [option.opts[0] for option in page.options(name, COMMANDS[name])], "run python -m workbench.cli.page"


def test_tables():
    """The tables say of the options what the commands' own help says."""
    assert page.updated(TEXT) == TEXT, "run python -m workbench.cli.page"


def test_shared_options():
    """Options that many commands share are explained once."""
    rows = "".join(re.findall(r"^\| (`--.*?) \|", TEXT.split("## What is printed")[0], re.MULTILINE))
    assert {f"--{name}" for name in re.findall(r"`--([a-z]+)`", rows)} == page.SHARED - {"--help"} | {"--aws"}


def test_exit_codes():
    """Each exit code is explained."""
    told = [int(code) for code in re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE)]
    assert told == [0, errors.FAILED, errors.USAGE, errors.NOWHERE, errors.NOT_FOUND, REFUSED, 130]


def test_a_new_option():
    """A table that lacks an option is written anew, and the sentences around it stay."""
    older = TEXT.replace("| `--threads` | Calls at once. |\n", "")
    assert older != TEXT
    assert page.updated(older) == TEXT
    without = re.sub(r"\| option \| what \|\n(\|.*\n)+\n?", "", page.sections(TEXT)["history"])
    assert "| `--at` |" in page.updated(f"### `tintype history`\n{without}")
