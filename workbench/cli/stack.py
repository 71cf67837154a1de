"""`tintype up`, `down`, and `tintype local`: the local stack."""

from dataclasses import replace
from typing import Annotated

import typer

from workbench.cli.options import (
    ENVIRONMENTS,
    HOME,
    TEMPLATE,
    AwsPort,
    Callers,
    Environments,
    Home,
    Json,
    Parameters,
    Port,
    Source,
    Template,
)
from workbench.local.layout import Layout
from workbench.local.settings import DEFAULT_AWS_PORT, DEFAULT_PORT, Settings

commands = typer.Typer()
local = typer.Typer(no_args_is_help=True, help="The embedded local stack: real emulator, S3, SQS, EventBridge, API.")
commands.add_typer(local, name="local")


@commands.command("up")
def everything_up(
    *,
    port: Port = DEFAULT_PORT,
    aws_port: AwsPort = DEFAULT_AWS_PORT,
    home: Home = HOME,
    environments: Environments = ENVIRONMENTS,
    caller: Callers = None,
    source: Source = False,
    every: Annotated[bool, typer.Option("--all", help="Serve the repository's example models as well.")] = False,
) -> None:
    """Train and publish the first model if there is none, start the local stack, and ask it about real images."""
    from workbench.commands.up import up  # noqa: PLC0415

    callers = tuple(caller or ())
    settings = Settings(port, aws_port, TEMPLATE, home.resolve(), environments, built=not source, callers=callers)
    up(settings, examples=every)


@commands.command("down")
def everything_down(home: Home = HOME) -> None:
    """Stop the local stack; models, uploads and results are kept."""
    local_down(home)


@local.command("up")
def local_up(  # noqa: PLR0913  # each is an option
    *,
    detach: Annotated[bool, typer.Option("--detach", help="Return when it is ready, and leave it running.")] = False,
    port: Port = DEFAULT_PORT,
    aws_port: AwsPort = DEFAULT_AWS_PORT,
    template: Template = TEMPLATE,
    home: Home = HOME,
    environments: Environments = ENVIRONMENTS,
    parameter: Parameters = None,
    caller: Callers = None,
    source: Source = False,
) -> None:
    """Start the local stack; Ctrl-C stops it."""
    from workbench.commands.local import up  # noqa: PLC0415  # keeps `tintype --help` quick

    overrides = dict(_name_and_value(item) for item in parameter or [])
    settings = Settings(port, aws_port, template.resolve(), home.resolve(), environments, overrides, not source)
    up(replace(settings, callers=tuple(caller or ())), detach=detach)


@local.command("down")
def local_down(home: Home = HOME) -> None:
    """Stop the local stack."""
    from workbench.commands.local import down  # noqa: PLC0415

    down(Layout(home.resolve()))


@local.command("status")
def local_status(*, home: Home = HOME, as_json: Json = False) -> None:
    """Say where the local stack listens."""
    from workbench.commands.local import status  # noqa: PLC0415

    status(Layout(home.resolve()), as_json=as_json)


@local.command("token")
def local_token(user: Annotated[str, typer.Argument(help="The user's name.")] = "somebody", home: Home = HOME) -> None:
    """Print a token for a user of the local user pool, where the stack runs with Authorization=JWT."""
    from workbench.commands.local import token  # noqa: PLC0415

    token(Layout(home.resolve()), user)


def _name_and_value(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        message = f"expected Name=value, received {text!r}"
        raise typer.BadParameter(message)
    return name, value
