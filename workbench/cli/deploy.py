"""`tintype deploy`."""

from typing import Annotated

import typer

from workbench.cli.options import ConfigEnv, Json, Profile, Region

commands = typer.Typer()


@commands.command("deploy")
def deploy(
    *,
    config_env: ConfigEnv = "default",
    guided: Annotated[bool, typer.Option("--guided", help="Let SAM ask for every parameter.")] = False,
    region: Region = None,
    profile: Profile = None,
    show_key: Annotated[bool, typer.Option("--show-key", help="Print the first caller's API key.")] = False,
    as_json: Json = False,
) -> None:
    """Build and deploy by the SAM CLI, then print the outputs and how the API is called."""
    from workbench.commands.deploy import Options  # noqa: PLC0415
    from workbench.commands.deploy import deploy as run  # noqa: PLC0415

    run(Options(config_env, guided, region, profile, show_key), as_json=as_json)
