"""`tintype promote`, `canary`, `shadow`, `rollback` and `history`: what is live."""

from typing import Annotated

import typer

from workbench.cli import completion
from workbench.cli.options import Json, ModelName, in_context
from workbench.context import Context

commands = typer.Typer()

_Version = Annotated[
    str,
    typer.Argument(metavar="NAME@VERSION", help="As in digits@3, or digits@staging.", autocompletion=completion.models),
]
_Alias = Annotated[str, typer.Option(help="What is changed: callers ask for production, or for labels/<alias>.")]
_Why = Annotated[str, typer.Option(help="Kept in the history.")]


@commands.command("promote")
@in_context
def promote(
    context: Context,
    *,
    version: _Version,
    alias: _Alias = "production",
    why: _Why = "",
    data: Annotated[str, typer.Option(help="The gate's labelled images; see `tintype gate`.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Although the gate refuses; the history keeps that.")] = False,
    as_json: Json = False,
) -> None:
    """Give a version all of an alias's traffic, if the gate lets it pass; exit code 5: it does not."""
    from workbench.commands import releasing  # noqa: PLC0415
    from workbench.commands.released import report  # noqa: PLC0415

    said = releasing.Said(alias, why)
    report(version, releasing.promote(context, version, said, data=data, force=force), as_json=as_json)


@commands.command("canary")
@in_context
def canary(
    context: Context,
    *,
    version: _Version,
    share: Annotated[str, typer.Argument(metavar="SHARE", help="As in 10%; 0% ends it.")],
    alias: _Alias = "production",
    why: _Why = "",
    as_json: Json = False,
) -> None:
    """Give a version a share of an alias's traffic; those that had it divide the rest."""
    from workbench.commands import releasing  # noqa: PLC0415
    from workbench.commands.released import report  # noqa: PLC0415

    release = releasing.canary(context, version, share, releasing.Said(alias, why))
    report(version, release, as_json=as_json)


@commands.command("shadow")
@in_context
def shadow(
    context: Context,
    *,
    version: _Version,
    off: Annotated[bool, typer.Option("--off", help="No shadow any more; the name alone will do.")] = False,
    alias: _Alias = "production",
    why: _Why = "",
    as_json: Json = False,
) -> None:
    """Ask a version beside whatever answers, and give its answers to nobody."""
    from workbench.commands import releasing  # noqa: PLC0415
    from workbench.commands.released import report  # noqa: PLC0415

    release = releasing.shadow(context, version, releasing.Said(alias, why), off=off)
    report(version, release, as_json=as_json)


@commands.command("rollback")
@in_context
def rollback(
    context: Context,
    *,
    model: ModelName,
    to: Annotated[int | None, typer.Option(min=1, help="This version, instead of what was live before.")] = None,
    entry: Annotated[int | None, typer.Option(min=1, help="What this entry of the history had.")] = None,
    alias: _Alias = "production",
    why: _Why = "",
    as_json: Json = False,
) -> None:
    """Take an alias back to what it was before its newest version came; again, and it goes further back."""
    from workbench.commands import releasing  # noqa: PLC0415
    from workbench.commands.released import report  # noqa: PLC0415

    if to is not None and entry is not None:
        raise typer.BadParameter("expected --to or --entry, received both")
    release = releasing.rollback(context, model, releasing.Said(alias, why), to=to, entry=entry)
    report(model, release, as_json=as_json)


@commands.command("history")
@in_context
def history(
    context: Context,
    *,
    model: ModelName,
    at: Annotated[str, typer.Option(metavar="TIME", help="What was live then: 2026-11-01T12:00Z.")] = "",
    alias: Annotated[str, typer.Option(help="Of this alias alone.")] = "",
    as_json: Json = False,
) -> None:
    """Say what was live when, who wanted it and why, and what was before."""
    from workbench.commands import chronicle  # noqa: PLC0415
    from workbench.commands.released import document  # noqa: PLC0415
    from workbench.printing import show  # noqa: PLC0415

    if at:
        then = chronicle.at(context.registry(), model, at, alias)
        show(then, lambda: chronicle.render_at(then), as_json=as_json)
    else:
        found = chronicle.releases(context.registry(), model, alias)
        show([document(model, each) for each in found], lambda: chronicle.render(found), as_json=as_json)
