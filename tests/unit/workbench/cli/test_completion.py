"""What shells offer after a tab."""

import os
import shutil
import subprocess
import sys

import pytest

SHELLS = ("bash", "zsh", "fish")
MODULE = [sys.executable, "-c", "from workbench.cli import main; main(prog_name='tintype')"]


def ask(shell, *words, **variables):
    """Return what the command answers to a shell that completes the last of these words."""
    line = " ".join(words)
    said = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    said |= {"_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1], "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    environment = {**os.environ, **said, "_TINTYPE_COMPLETE": f"complete_{shell}", **variables}
    return subprocess.run(MODULE, env=environment, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_script(shell):
    """Each shell gets a script that it can read."""
    environment = {**os.environ, "_TINTYPE_COMPLETE": f"source_{shell}"}
    script = subprocess.run(MODULE, env=environment, capture_output=True, text=True, check=True).stdout
    assert f"complete_{shell}" in script
    if program := shutil.which(shell):
        subprocess.run([program, "-n"], input=script, text=True, check=True)


@pytest.mark.parametrize("shell", SHELLS)
def test_commands(shell):
    """Commands are completed."""
    offered = ask(shell, "tintype", "re")
    assert "redrive" in offered
    assert "batch" not in offered


@pytest.mark.usefixtures("digits", "home")
@pytest.mark.parametrize("shell", SHELLS)
def test_models(shell):
    """A model's name is completed from the registry."""
    assert "digits" in ask(shell, "tintype", "show", "di")


@pytest.mark.usefixtures("digits", "home")
def test_versions():
    """After an @ come aliases and versions."""
    assert ask("bash", "tintype", "show", "digits@st").split() == ["digits@staging"]
    assert "digits@3" in ask("zsh", "tintype", "show", "digits@")


def test_no_registry(tmp_path):
    """Where no stack runs nothing is offered, and nothing said."""
    assert ask("bash", "tintype", "show", "--local", "di", TINTYPE_HOME=str(tmp_path)).strip() == ""
