from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

import pytest
import typer
from typer.testing import CliRunner

from workbench.cli.fields import with_fields


@dataclass(frozen=True)
class Colours:
    """Two settings and a list."""

    red: int = field(default=1, metadata={"help": "How red it is."})
    bright: bool = field(default=True, metadata={"help": "Whether it shines."})
    names: tuple[str, ...] = field(default=(), metadata={"help": "What it is called.", "name": "--called"})


@pytest.fixture
def run():
    app = typer.Typer()
    seen: list[tuple[dict[str, Any], str]] = []

    @app.command()
    @with_fields(colours=Colours, variables={"red": "TINTYPE_TEST_RED"})
    def paint(*, colours: dict[str, Any], where: Annotated[str, typer.Option()] = "wall") -> None:
        seen.append((colours, where))

    def call(*arguments: str, **environ: str) -> Any:
        done = CliRunner().invoke(app, arguments, env={"COLUMNS": "200", **environ})
        return seen.pop() if seen else done.output

    return call


def test_defaults(run):
    """Without options, the dataclass's own defaults hold."""
    assert run() == ({"red": 1, "bright": True, "names": ()}, "wall")


def test_options(run):
    """Each field is an option of its type; a list's may be given several times; the command's own stay."""
    given = run("--red", "3", "--no-bright", "--called", "a", "--called", "b", "--where", "door")
    assert given == ({"red": 3, "bright": False, "names": ("a", "b")}, "door")


def test_variables(run):
    """A field may have an environment variable, which an option overrides."""
    assert run(TINTYPE_TEST_RED="5")[0]["red"] == 5
    assert run("--red", "6", TINTYPE_TEST_RED="5")[0]["red"] == 6


def test_help(run):
    """The field's text is the option's."""
    assert "How red it is." in run("--help")
