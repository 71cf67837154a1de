"""`tintype doctor`."""

from typing import Annotated

import typer

from workbench.cli.options import HOME, AwsPort, Home, Json, Local, Port, Profile, Region, Stack
from workbench.local.settings import DEFAULT_AWS_PORT, DEFAULT_PORT

commands = typer.Typer()


@commands.command("doctor")
def doctor(  # noqa: PLR0913
    *,
    local: Local = None,
    home: Home = HOME,
    stack: Stack = None,
    region: Region = None,
    profile: Profile = None,
    port: Port = DEFAULT_PORT,
    aws_port: AwsPort = DEFAULT_AWS_PORT,
    deployed: Annotated[
        bool,
        typer.Option("--deployed", help="Call it, with a model and an upload that are removed again."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Find what is wrong with this machine, the credentials or a deployment, and say how to mend it."""
    from workbench.commands.doctor import Place, diagnose, document, render  # noqa: PLC0415
    from workbench.printing import progress, show  # noqa: PLC0415

    found = []
    with progress("looking", None) as step:
        for finding in diagnose(Place(local, home, stack, region, profile), (port, aws_port), deployed=deployed):
            step()
            found.append(finding)
    report = document(found)
    show(report, lambda: render(found), as_json=as_json)
    raise typer.Exit(0 if report["healthy"] else 1)
