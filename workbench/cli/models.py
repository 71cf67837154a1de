"""`tintype list`, `show` and `diff`: what the registry has."""

from typing import Annotated

import typer

from workbench.cli import completion
from workbench.cli.options import Json, Version, in_context
from workbench.context import Context

commands = typer.Typer()

_Other = Annotated[
    str, typer.Argument(metavar="NAME[@VERSION|@ALIAS]", help="The other one.", autocompletion=completion.models)
]


@commands.command("list")
@in_context
def list_models(context: Context, *, as_json: Json = False) -> None:
    """List the models: their versions, what is live, and the last release."""
    from workbench.commands.listing import overview, render  # noqa: PLC0415
    from workbench.printing import show  # noqa: PLC0415

    found = overview(context.registry())
    show(found, lambda: render(found), as_json=as_json)


@commands.command("show")
@in_context
def show_version(context: Context, *, model: Version, as_json: Json = False) -> None:
    """Show one version: what it takes and gives, how good it is, and where it comes from."""
    from workbench.commands.showing import describe, render  # noqa: PLC0415
    from workbench.printing import show  # noqa: PLC0415
    from workbench.references import parse  # noqa: PLC0415

    found = describe(context.registry(), parse(model))
    show(found, lambda: render(found), as_json=as_json)


@commands.command("diff")
@in_context
def diff(context: Context, *, first: Version, second: _Other, as_json: Json = False) -> None:
    """Say in what two versions differ: metrics, labels, preprocessing, tensors, lineage, size."""
    from workbench.commands.differing import compare, render  # noqa: PLC0415
    from workbench.printing import show  # noqa: PLC0415
    from workbench.references import parse  # noqa: PLC0415

    found = compare(context.registry(), parse(first), parse(second))
    show(found, lambda: render(found), as_json=as_json)
