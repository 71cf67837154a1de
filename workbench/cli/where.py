"""`tintype context`: where the other commands work."""

import typer

from workbench.cli.options import Json, in_context
from workbench.context import Context

commands = typer.Typer()


@commands.command("context")
@in_context
def context(context: Context, *, as_json: Json = False) -> None:
    """Say which deployment the other commands work with: the local stack, or one on AWS."""
    from workbench.commands.whereabouts import describe  # noqa: PLC0415
    from workbench.printing import pairs, show  # noqa: PLC0415

    found = describe(context)
    show(found, lambda: pairs((name, value) for name, value in found.items() if value), as_json=as_json)
