"""`tintype doctor`: machine, credentials and deployment, one after the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.context import choose, resolve
from workbench.context.sessions import aws_session
from workbench.doctor import credentials, deployment, machine
from workbench.doctor.finding import examine, is_healthy, note, wrong
from workbench.errors import ContextError
from workbench.printing import columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.table import Table

    from workbench.doctor import Finding

_MARKS = {"ok": "[green]✓[/green]", "note": "[yellow]·[/yellow]", "wrong": "[red]✗[/red]"}


class Place(NamedTuple):
    """Where to look; see ``workbench.context.resolve``."""

    local: bool | None
    home: Path
    stack: str | None
    region: str | None
    profile: str | None

    @property
    def is_named(self) -> bool:
        """Whether somebody said where, so that nothing there is wrong."""
        return self.local is not None or any((self.stack, self.region, self.profile))


def diagnose(place: Place, ports: Sequence[int], *, deployed: bool = False) -> Iterator[Finding]:
    """Yield everything that is found, as it is found.

    Args:
        place: the deployment.
        ports: of the local stack.
        deployed: leave the machine out, and make the smoke test's calls.
    """
    if not deployed:
        yield from examine(machine.checks(place.home.resolve(), ports))
    yield from _elsewhere(place, deployed=deployed)


def document(findings: Sequence[Finding]) -> dict[str, Any]:
    """Return findings for scripts."""
    return {"healthy": is_healthy(findings), "findings": [finding._asdict() for finding in findings]}


def render(findings: Sequence[Finding]) -> Table:
    """Return a table of findings; what is wrong has its mend below it."""
    table = columns("", "area", "what", "found")
    for finding in findings:
        table.add_row(_MARKS[finding.state], finding.area, finding.what, finding.found)
        if finding.mend:
            table.add_row("", "", "", f"[bold]→ {finding.mend}[/bold]")
    return table


def _elsewhere(place: Place, *, deployed: bool) -> Iterator[Finding]:
    """Look at the credentials, and with them at the deployment."""
    area, what = "credentials", "AWS"
    try:
        if choose(*place) == "aws":
            session = aws_session(place.region, place.profile, place.stack)
            yield from examine([partial(credentials.identity, session)])
        area, what = "deployment", "stack"
        context = resolve(*place)
    except ContextError as error:  # wrong only where somebody named it
        yield (wrong if place.is_named or deployed else note)(area, what, error.found, error.mend)
        return
    yield from examine(deployment.checks(context))
    if deployed:
        from workbench.smoke import smoke  # noqa: PLC0415  # only when it is asked for

        yield from smoke(context)
