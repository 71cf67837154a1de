"""`tintype deploy`."""

from typing import Annotated

import typer

commands = typer.Typer()


@commands.command("deploy")
def deploy(
    *,
    config_env: Annotated[str, typer.Option(help="An environment of samconfig.toml.")] = "default",
    guided: Annotated[bool, typer.Option("--guided", help="Let SAM ask for every parameter.")] = False,
    region: Annotated[str | None, typer.Option(help="The AWS region.")] = None,
    profile: Annotated[str | None, typer.Option(help="A profile of the AWS configuration.")] = None,
    show_key: Annotated[bool, typer.Option("--show-key", help="Print the first caller's API key.")] = False,
) -> None:
    """Build and deploy by the SAM CLI, then print the outputs and how the API is called."""
    from workbench.commands.deploy import Options  # noqa: PLC0415
    from workbench.commands.deploy import deploy as run  # noqa: PLC0415

    run(Options(config_env, guided, region, profile, show_key))
