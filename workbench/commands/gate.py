"""`tintype gate`, and what `promote` asks before a version goes live."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from workbench.gate import Gate
from workbench.gate.errors import GateRefusedError
from workbench.references import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tintype.s3 import Bucket
    from workbench.gate import Verdict
    from workbench.gate.comparing import Comparison, Side

_console = Console(stderr=True)
_MOST_FLIPS = 10


def gate(bucket: Bucket, what: str, alias: str, data: str, most: int, *, as_json: bool) -> None:
    """Compare a version with the live one, print what was found, and promote nothing.

    Args:
        bucket: the registry's.
        what: the version, as in ``digits@3`` or ``digits@staging``.
        alias: whose live version it is compared with.
        data: the held-out set; empty for the policy's, or the published one.
        most: images to look at.
        as_json: print the figures for scripts instead of tables.

    Raises:
        GateRefusedError: a bound does not hold.
        GateError: nothing to compare on.
        MalformedReferenceError: it names no version.
    """
    name, version = named(bucket, what)
    verdict = _checked(bucket, name, version, alias, data, most)
    if as_json:
        typer.echo(json.dumps(verdict.figures(), ensure_ascii=False, indent=1))
    else:
        show(verdict)
    _refuse(f"{name} version {version}", verdict)


def admit(
    bucket: Bucket, name: str, version: int, alias: str, *, data: str = "", force: bool = False
) -> dict[str, Any]:
    """Ask the gate before a version is released, and return what the history keeps of it (``{"gate": ...}``).

    Args:
        bucket: the registry's.
        name: the model's.
        version: the candidate.
        alias: where it is to go live.
        data: the held-out set; empty for the policy's, or the published one.
        force: let it pass all the same.

    Raises:
        GateRefusedError: a bound does not hold, and nobody forces it.
        GateError: the named set is empty, or the task gives no labels.
        RegistryError: a version cannot be loaded.
    """
    verdict = _checked(bucket, name, version, alias, data)
    if verdict.comparison:
        show(verdict)
    else:
        _console.print(f"[yellow]no held-out set: {name} {version} is compared with nothing (see `tintype gate`)[/]")
    if not force:
        _refuse(f"{name} version {version}", verdict)
    return {"gate": verdict.figures() | ({} if verdict.passed else {"forced": True})}


def show(verdict: Verdict) -> None:
    """Print the comparison, the bounds, and the first images whose label changes."""
    if verdict.comparison:
        _console.print(_sides(verdict.comparison, verdict.source))
    table = Table(title="The policy's bounds", title_justify="left")
    for heading in ("", "what", "asked", "found", "how to mend it"):
        table.add_column(heading)
    for bound in verdict.bounds:
        mark, mend = ("[green]✓[/]", "") if bound.holds else ("[red]✗[/]", bound.mend)
        table.add_row(mark, bound.name, bound.asked, bound.found, mend)
    _console.print(table)
    if verdict.comparison and verdict.comparison.flips:
        _console.print(_flips(verdict.comparison))


def _checked(bucket: Bucket, name: str, version: int, alias: str, data: str, most: int | None = None) -> Verdict:
    compared = Gate(bucket, name, version, alias)
    with _bar() as step:
        return compared.check(data, step=step) if most is None else compared.check(data, most, step)


def _refuse(what: str, verdict: Verdict) -> None:
    if not verdict.passed:
        raise GateRefusedError(what, [bound for bound in verdict.bounds if not bound.holds])


def _sides(found: Comparison, source: str) -> Table:
    table = Table(title=f"{found.images:,} images of {source}", title_justify="left")
    for heading in ("version", "accuracy", "95 %", "decode and run", "size"):
        table.add_column(heading, justify="right" if heading != "version" else "left")
    for kind, side in (("candidate", found.candidate), ("current", found.current)):
        if side:
            table.add_row(f"{side.version} ({kind})", *_cells(side))
    if found.difference is not None:
        low, high = found.difference_interval
        table.add_row("difference", f"{found.difference:+.2%}", f"{low:+.2%} to {high:+.2%}", f"p {found.p:.3g}", "")
    return table


def _cells(side: Side) -> tuple[str, str, str, str]:
    low, high = side.interval
    known = side.accuracy is not None
    accuracy = f"{side.accuracy:.2%}" if known else "unknown"
    interval = f"{low:.2%} to {high:.2%}" if known else ""
    return accuracy, interval, f"{side.milliseconds:.2f} ms", f"{side.size / 1024:,.0f} KiB"


def _flips(found: Comparison) -> Table:
    more = f", the first {_MOST_FLIPS}" if len(found.flips) > _MOST_FLIPS else ""
    table = Table("image", "label", "current", "candidate", title=f"{len(found.flips):,} flips{more}")
    for flip in found.flips[:_MOST_FLIPS]:
        table.add_row(*flip)
    return table


@contextmanager
def _bar() -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("images"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_console, transient=True) as progress:
        task = progress.add_task("images", total=None)

        def step(total: int) -> None:
            progress.update(task, advance=1, total=total)

        yield step
