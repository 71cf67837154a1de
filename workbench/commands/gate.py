"""`tintype gate`, and what `promote` asks before a version goes live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group

from training.quiet import native_chatter_dropped
from workbench import printing
from workbench.gate import Gate
from workbench.gate.errors import GateRefusedError
from workbench.references import named

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from workbench.context import Context
    from workbench.gate import Verdict
    from workbench.gate.comparing import Comparison, Side

_MOST_FLIPS = 10


def gate(context: Context, what: str, alias: str, data: str, most: int, *, as_json: bool) -> None:
    """Compare a version with the live one, print what was found, and promote nothing.

    Args:
        context: the deployment.
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
    name, version = named(context.registry(), what)
    verdict = _checked(context, name, version, alias, data, most)
    printing.show(verdict.figures(), lambda: render(verdict), as_json=as_json)
    _refuse(f"{name} version {version}", verdict)


def admit(
    context: Context, name: str, version: int, alias: str, *, data: str = "", force: bool = False
) -> dict[str, Any]:
    """Ask the gate before a version is released, and return what the history keeps of it (``{"gate": ...}``).

    Args:
        context: the deployment.
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
    verdict = _checked(context, name, version, alias, data)
    if verdict.comparison:
        printing.show_beside(render(verdict))
    else:
        printing.say(f"no held-out set: {name} {version} is compared with nothing (see `tintype gate`)")
    if not force:
        _refuse(f"{name} version {version}", verdict)
    return {"gate": verdict.figures() | ({} if verdict.passed else {"forced": True})}


def render(verdict: Verdict) -> RenderableType:
    """Return the comparison, the bounds, and the first images whose label changes."""
    parts: list[RenderableType] = [_sides(verdict.comparison, verdict.source), ""] if verdict.comparison else []
    table = printing.columns("", "what", "asked", "found", "how to mend it", title="The policy's bounds")
    for bound in verdict.bounds:
        mark, mend = ("[green]✓[/]", "") if bound.holds else ("[red]✗[/]", bound.mend)
        table.add_row(mark, bound.name, bound.asked, bound.found, mend)
    parts.append(table)
    if verdict.comparison and verdict.comparison.flips:
        parts += ["", _flips(verdict.comparison)]
    return Group(*parts)


def _checked(context: Context, name: str, version: int, alias: str, data: str, most: int | None = None) -> Verdict:
    compared = Gate(context.registry(), name, version, alias, context.s3_client)
    with printing.progress("images", None) as step, native_chatter_dropped():
        return compared.check(data, step=step) if most is None else compared.check(data, most, step)


def _refuse(what: str, verdict: Verdict) -> None:
    if not verdict.passed:
        raise GateRefusedError(what, [bound for bound in verdict.bounds if not bound.holds])


def _sides(found: Comparison, source: str) -> Table:
    names = ("version", "accuracy", "95 %", "decode and run", "size")
    table = printing.columns(*names, numbers=names[1:], title=f"{found.images:,} images of {source}")
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
    table = printing.columns("image", "label", "current", "candidate", title=f"{len(found.flips):,} flips{more}")
    for flip in found.flips[:_MOST_FLIPS]:
        table.add_row(*flip)
    return table
