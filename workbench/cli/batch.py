"""`tintype batch`."""

from typing import Annotated

import typer

from workbench.cli.options import ENVIRONMENTS, Environments, in_context
from workbench.context import Context

commands = typer.Typer()


@commands.command("batch")
@in_context
def batch(  # each is an option
    context: Context,
    *,
    source: Annotated[str, typer.Argument(help="s3://bucket/prefix/, or a manifest: s3://bucket/list.csv or .jsonl.")],
    target: Annotated[str, typer.Argument(help="Where the results go: s3://bucket/prefix/.")],
    model: Annotated[str, typer.Option(help="The model that answers.")],
    version: Annotated[int, typer.Option(min=0, help="Exactly this version; 0 for what the label stands for.")] = 0,
    label: Annotated[str, typer.Option(help="An alias of the release.")] = "production",
    top: Annotated[int, typer.Option(min=1, max=1000, help="Candidates that each answer lists.")] = 5,
    environments: Environments = ENVIRONMENTS,
) -> None:
    """Answer all images below a prefix, or of a manifest, in blocks; a second run does only what is missing."""
    from workbench.commands.batch import Options  # noqa: PLC0415
    from workbench.commands.batch import batch as run  # noqa: PLC0415

    run(source, target, Options(model, version, label, top), context, environments)
