"""`tintype publish`, `tag` and `prune`: versions come, are remembered, and go."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.options import Json, ModelName, SigningKey, Version, in_context
from workbench.context import Context

commands = typer.Typer()


@commands.command("publish")
@in_context
def publish(
    context: Context,
    *,
    source: Annotated[
        Path, typer.Argument(exists=True, help="A folder with a manifest.json, or a model.tar.gz of one.")
    ],
    name: Annotated[str, typer.Option(help="The model's name, if not the manifest's.")] = "",
    signing_key: SigningKey = "",
    as_json: Json = False,
) -> None:
    """Publish what a training job or an import has left as a new version; nothing goes live by that."""
    from workbench.commands.publishing import publish as run  # noqa: PLC0415
    from workbench.commands.signing import signer_of  # noqa: PLC0415
    from workbench.printing import show  # noqa: PLC0415

    found = run(context.registry(), source, name, signer_of(context, signing_key))
    named = f"{found['model']}@{found['version']}"
    show(found, lambda: f"published {named}; `tintype promote {named}` lets it answer", as_json=as_json)


@commands.command("tag")
@in_context
def tag(
    context: Context,
    *,
    version: Version,
    tags: Annotated[list[str] | None, typer.Argument(help="Tags to add: best, audited. Tagged versions stay.")] = None,
    remove: Annotated[list[str] | None, typer.Option(help="A tag to take away; several times for several.")] = None,
    description: Annotated[str | None, typer.Option(help="For people; empty for none.")] = None,
    as_json: Json = False,
) -> None:
    """Tag or describe a version; without anything to change, show what is said of it."""
    from workbench.commands.tagging import render  # noqa: PLC0415
    from workbench.commands.tagging import tag as run  # noqa: PLC0415
    from workbench.printing import show  # noqa: PLC0415

    found = run(context, version, tags or [], remove or [], description)
    show(found, lambda: render(found), as_json=as_json)


@commands.command("prune")
@in_context
def prune(
    context: Context,
    *,
    model: ModelName,
    last: Annotated[int, typer.Option(min=0, help="So many of the newest versions stay.")] = 5,
    days: Annotated[float, typer.Option(min=0, help="What was live within so many days stays.")] = 30,
    codecs: Annotated[
        bool, typer.Option("--codecs", help="Also versions of compression models: nothing else reads their files.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; otherwise it is only said.")] = False,
    as_json: Json = False,
) -> None:
    """Say which versions nobody needs any more, and with --yes delete their files; their numbers stay taken."""
    from workbench.commands.pruning import Policy, render  # noqa: PLC0415
    from workbench.commands.pruning import prune as run  # noqa: PLC0415
    from workbench.printing import show  # noqa: PLC0415

    found = run(context, model, Policy(last, days, codecs), really=yes)
    show(found, lambda: render(found), as_json=as_json)
