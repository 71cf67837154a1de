"""`tintype gate` and `judge`: whether a version may go live, and whether a canary may stay so."""

from typing import Annotated

import typer

from workbench.cli import completion
from workbench.cli.options import Json, in_context
from workbench.context import Context

commands = typer.Typer()


@commands.command("gate")
@in_context
def gate(
    context: Context,
    *,
    version: Annotated[
        str,
        typer.Argument(
            metavar="NAME@VERSION", help="The version that may go live: digits@3.", autocompletion=completion.models
        ),
    ],
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

    run(context, version, alias, data, most, as_json=as_json)


@commands.command("judge")
@in_context
def judge(
    context: Context,
    *,
    model: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Only this model's canaries.", autocompletion=completion.models),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    as_json: Json = False,
) -> None:
    """Judge running canaries once, as the scheduled function does every minute: widen, promote or roll them back."""
    from workbench.commands.judging import judge as run  # noqa: PLC0415
    from workbench.commands.judging import render  # noqa: PLC0415
    from workbench.printing import show  # noqa: PLC0415

    found = run(context.registry(), model, dry_run=dry_run)
    show(found, lambda: render(found, dry_run=dry_run), as_json=as_json)
