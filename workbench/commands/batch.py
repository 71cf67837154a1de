"""`tintype batch`: all images below a prefix, or of a manifest, answered by the state machine of batches."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from workbench.commands.executions import execute
from workbench.context import Context, LocalContext
from workbench.errors import USAGE, WorkbenchError
from workbench.local.batches import run_batch
from workbench.local.settings import Settings

_KINDS = {".csv": "CSV", ".jsonl": "JSONL"}
_console = Console(stderr=True)


class AddressError(WorkbenchError):
    """What should be an address in S3 is none."""

    exit_code = USAGE


class Options(NamedTuple):
    """What the command line says; a version of 0 is what the label stands for."""

    model: str
    version: int = 0
    label: str = "production"
    top: int = 5


def batch(source: str, target: str, options: Options, context: Context, environments: int) -> None:
    """Run a batch, with a bar of its blocks; the summary is printed as JSON, and as a table on a terminal.

    Args:
        source: a prefix (``s3://bucket/in/``) or a manifest (``s3://bucket/list.csv`` or ``.jsonl``).
        target: where the results go (``s3://bucket/out/``).
        options: what is asked for.
        context: whose state machine; the local stack's is interpreted in this process.
        environments: of the function, on the local stack.

    Raises:
        AddressError: an address is no ``s3://bucket/…``.
        NoBatchesError: the stack was deployed without batches.
        ExecutionFailedError: the run failed.
    """
    asked = execution_input(source, target, options)
    with _bar() as progress:
        if isinstance(context, LocalContext):
            settings = Settings(home=context.home, environments=environments)
            summary = run_batch(context.stack, settings, asked, progress)
        else:
            summary = execute(context.name, asked, progress, context.session)
    if sys.stdout.isatty():
        _console.print(_table(summary))
    typer.echo(json.dumps(summary, ensure_ascii=False, indent=1))


def execution_input(source: str, target: str, options: Options) -> dict[str, Any]:
    """Return the input of the state machine.

    Raises:
        AddressError: an address is no ``s3://bucket/…``, or results would lie among the images.
    """
    bucket, key = _address(source)
    kind = next((kind for end, kind in _KINDS.items() if key.endswith(end)), None)
    out_bucket, prefix = _address(target)
    prefix = prefix if not prefix or prefix.endswith("/") else f"{prefix}/"
    if bucket == out_bucket and not kind and prefix.startswith(key):
        raise AddressError(f"results elsewhere than below {source}", target, "A second run would read them as images.")
    asked = {"model": options.model, "label": options.label, "top": options.top}
    return {
        "input": {"bucket": bucket, "prefix": "" if kind else key},
        **({"manifest": {"bucket": bucket, "key": key, "type": kind}} if kind else {}),
        "output": {"bucket": out_bucket, "prefix": prefix},
        "asked": asked | ({"version": options.version} if options.version else {}),
    }


def _address(text: str) -> tuple[str, str]:
    scheme, _, rest = text.partition("://")
    bucket, _, key = rest.partition("/")
    if scheme != "s3" or not bucket:
        raise AddressError("an address such as s3://bucket/prefix/", text, "Name a bucket after s3://.")
    return bucket, key


class _Bar:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("blocks", total=None)

    def __call__(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total)


@contextmanager
def _bar() -> Iterator[_Bar]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_console) as progress:
        yield _Bar(progress)


def _table(summary: dict[str, Any]) -> Table:
    table = Table(show_header=False, box=None)
    for name in ("count", "done", "failed", "blocks", "found"):
        table.add_row(name, f"{summary[name]:,}")
    for name in ("errors", "labels"):
        table.add_row(name, ", ".join(f"{kind} {number:,}" for kind, number in summary[name].items()) or "none")
    table.add_row("cost", f"about ${summary['cost']['total']:.4f}")
    return table
