"""Keeps the tables of options in docs/command.md: `python -m workbench.cli.page` writes them anew from the commands.

The sentences and examples around them are written by hand; each command has a section of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import typer
from typer.main import get_command

from workbench.cli import main
from workbench.local.layout import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = PROJECT / "docs" / "command.md"
SHARED = frozenset({"--local", "--home", "--stack", "--region", "--profile", "--json", "--help"})
"""Options that mean the same everywhere, which the page explains once."""
_HEAD = "| option | what |\n| --- | --- |\n"
_SECTION = re.compile(r"^### `tintype ([a-z -]+)`\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(re.escape(_HEAD) + r"(?:\|.*\n)+\n?")
_DEFAULT = re.compile(r"\s*\[default: (.*)\]\Z")


def commands(group: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 -- Click's own are private
    """Yield each command by its name, such as `local up`."""
    group = group or get_command(main)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", _train() if name == "train" else command


def options(name: str, command: Any) -> list[Any]:  # noqa: ANN401
    """Return the options of a command that others do not share."""
    own = [option for option in command.params if option.param_type_name == "option"]
    # `train` published to the local stack before there was a context, and without it nowhere.
    kept = {"--local"} if name == "train" else set()
    return [option for option in own if option.opts[0] not in SHARED - kept]


def sections(page: str) -> dict[str, str]:
    """Return the page's section of each command."""
    return {found[1]: found[2] for found in _SECTION.finditer(page)}


def updated(page: str) -> str:
    """Return the page with the tables that the commands have now."""
    known = dict(commands())

    def section(found: re.Match[str]) -> str:
        name, text = found[1], found[2]
        table = _table(options(name, known[name])) if name in known else ""
        if _TABLE.search(text):
            text = _TABLE.sub(lambda _: f"{table}\n" if table else "", text)
        elif table:  # behind the example
            head, fence, rest = text.rpartition("```\n")
            text = f"{head}{fence}\n{table}{rest}"
        return f"### `tintype {name}`\n{text}"

    return _SECTION.sub(section, page)


def _train() -> Any:  # noqa: ANN401
    """Return `tintype train` as it is made when it is called."""
    from workbench.commands.train import train  # noqa: PLC0415  # takes a second

    command = typer.Typer(add_completion=False)
    command.command()(train)
    return get_command(command)


def _table(found: list[Any]) -> str:
    return _HEAD + "".join(f"| {_names(option)} | {_meaning(option)} |\n" for option in found) if found else ""


def _names(option: Any) -> str:  # noqa: ANN401
    return ", ".join(f"`{name}`" for name in [*option.opts, *option.secondary_opts])


def _meaning(option: Any) -> str:  # noqa: ANN401
    text = _DEFAULT.sub(r" By default: \1.", option.help or "")
    for character in "<|":
        text = text.replace(character, f"\\{character}")
    return f"{text} Also `{option.envvar}`." if option.envvar else text


if __name__ == "__main__":
    PAGE.write_text(updated(PAGE.read_text()))
