"""`tintype gate`."""

from typing import Annotated

import typer

from workbench.cli.options import Json, in_context
from workbench.context import Context

commands = typer.Typer()


@commands.command("gate")
@in_context
def gate(
    context: Context,
    *,
    version: Annotated[str, typer.Argument(metavar="NAME@VERSION", help="The version that may go live: digits@3.")],
    data: Annotated[
        str,
        typer.Option(help="A folder, a .zip, s3://bucket/prefix, or captures.  [default: the policy's, or its own]"),
    ] = "",
    alias: Annotated[str, typer.Option(help="Whose live version it is compared with.")] = "production",
    most: Annotated[int, typer.Option(min=1, help="Images to look at, evenly over the set.")] = 2000,
    as_json: Json = False,
) -> None:
    """Compare a version with the live one on images that neither was trained on; exit code 5: it must not go live."""
    from workbench.commands.gate import gate as run  # noqa: PLC0415

    run(context.registry(), version, alias, data, most, as_json=as_json)
