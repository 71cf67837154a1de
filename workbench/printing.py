"""One way to print: what was asked for on stdout, as a table for people or JSON for scripts; the rest on stderr."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.console import RenderableType

_PIPED_WIDTH = 200  # a file or a pipe has no width of its own; eighty columns would cut what is read by programs


def show(document: object, render: Callable[[], RenderableType], *, as_json: bool) -> None:
    """Print what a command was asked for.

    Args:
        document: all of it, as JSON has it.
        render: makes what people see.
        as_json: print the document.
    """
    if as_json:
        print_json(document)
    else:
        table(render())


def print_json(document: object) -> None:
    """Print a document as JSON."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1))


def line(document: object) -> None:
    """Print one line of JSON (NDJSON)."""
    typer.echo(json.dumps(document, ensure_ascii=False))


def table(content: RenderableType) -> None:
    """Print a table on stdout."""
    console = Console() if sys.stdout.isatty() else Console(width=_PIPED_WIDTH)
    console.print(content)


def show_beside(content: RenderableType) -> None:
    """Print a table on stderr: it is not what the command was asked for."""
    Console(stderr=True, width=None if sys.stderr.isatty() else _PIPED_WIDTH).print(content)


def text(content: str) -> None:
    """Print a line of text on stdout, as it is."""
    typer.echo(content)


def say(message: str) -> None:
    """Print a message for people on stderr."""
    typer.echo(message, err=True)


def columns(*names: str, numbers: Iterable[str] = (), title: str | None = None) -> Table:
    """Return a table with these columns; those of ``numbers`` stand to the right."""
    made = Table(title=title, box=None, title_justify="left", pad_edge=False)
    right = set(numbers)
    for name in names:
        made.add_column(name, justify="right" if name in right else "left", overflow="fold")
    return made


def pairs(items: Iterable[tuple[str, object]], title: str | None = None) -> Table:
    """Return a table of names and values."""
    made = Table(title=title, box=None, show_header=False, title_justify="left", pad_edge=False)
    made.add_column(style="bold", no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in items:
        made.add_row(name, str(value))
    return made


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[..., None]]:
    """Show a bar on stderr where it is a terminal; the function that this gives counts one more.

    Args:
        what: is counted.
        total: how many there will be, if anybody knows; who counts may say so later.
    """
    parts: tuple[Any, ...] = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*parts, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)

        def step(total: int | None = None) -> None:
            bar.update(task, advance=1, total=total)

        yield step
