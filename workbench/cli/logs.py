"""`tintype logs`."""

from typing import Annotated

import typer

from workbench.cli.options import Json, in_context
from workbench.context import Context

commands = typer.Typer()


@commands.command("logs")
@in_context
def logs(
    context: Context,
    *,
    function: Annotated[
        list[str] | None, typer.Option("--function", help="http, upload, batch …; several times for several.")
    ] = None,
    since: Annotated[str, typer.Option(help="From so long ago (90s, 10m, 2h, 1d) or an ISO 8601 time on.")] = "10m",
    last: Annotated[int, typer.Option(min=0, help="Only so many lines of the end; 0 for all.")] = 0,
    follow: Annotated[bool, typer.Option("--follow", help="Go on with what is written from now on.")] = False,
    as_json: Json = False,
) -> None:
    """Show what the functions wrote: the local stack's files, or CloudWatch Logs; as JSON one document a line."""
    from workbench.commands.logs import lines, show  # noqa: PLC0415
    from workbench.logs import chosen, sources  # noqa: PLC0415
    from workbench.logs.times import since as moment  # noqa: PLC0415

    wanted = chosen(sources(context), function or [])
    show(lines(wanted, moment(since), follow=follow), 0 if follow else last, as_json=as_json)
