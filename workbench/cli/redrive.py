"""`tintype redrive`."""

from typing import Annotated, Literal

import typer

from workbench.cli.options import HOME, Home, Json, Local, Profile, Region, Stack
from workbench.context import resolve

commands = typer.Typer()


@commands.command("redrive")
def redrive(  # noqa: PLR0913  # each is an option
    *,
    only_list: Annotated[bool, typer.Option("--list", help="Only say what there is.")] = False,
    queue: Annotated[Literal["uploads", "shadows"], typer.Option(help="Whose dead letters.")] = "uploads",
    error: Annotated[str | None, typer.Option(help="Put back only what failed with this error.")] = None,
    local: Local = None,
    home: Home = HOME,
    config_env: Annotated[
        str | None, typer.Option(help="Names the stack, by an environment of samconfig.toml.")
    ] = None,
    stack: Stack = None,
    region: Region = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Say why uploads, or calls for shadows, are dead letters, and put them back into their queue."""
    from workbench.commands.redrive import find_queues  # noqa: PLC0415
    from workbench.commands.redrive import redrive as run  # noqa: PLC0415
    from workbench.context.samconfig import stack_name  # noqa: PLC0415

    named = stack_name(config_env) if config_env else stack
    run(find_queues(resolve(local, home, named, region, profile), queue), error, only_list=only_list, as_json=as_json)
