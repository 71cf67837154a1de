"""`tintype cost`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from workbench.cli.options import Json

commands = typer.Typer()


@commands.command("cost")
def cost(  # each is an option
    *,
    model: Annotated[str, typer.Option(help="Take the times that `make bench` measured of it: digits or photo.")] = (
        "photo"
    ),
    ms: Annotated[
        float | None, typer.Option(min=0.1, help="Milliseconds of a call, in the place of measured ones.")
    ] = None,
    cold_ms: Annotated[float | None, typer.Option(min=0.1, help="Milliseconds of a cold start, likewise.")] = None,
    cold_share: Annotated[
        float, typer.Option(min=0, max=1, help="Which part of the calls meets a new container.")
    ] = 0.01,
    architecture: Annotated[Literal["x86_64", "arm64"], typer.Option(help="The functions' processor.")] = "x86_64",
    memory: Annotated[
        list[int] | None,
        typer.Option(min=128, max=10_240, help="The functions' memory in MB; also several times."),
    ] = None,
    price_file: Annotated[
        Path | None, typer.Option(help="A JSON object with prices of your own, such as another region's.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Estimate what a million images cost on AWS, against a server that always runs. It asks nobody."""
    from workbench.commands.cost import Asked, estimate, render  # noqa: PLC0415
    from workbench.costing.estimate import SIZES  # noqa: PLC0415
    from workbench.printing import show  # noqa: PLC0415

    asked = Asked(model, ms, cold_ms, cold_share, architecture, memory or SIZES, price_file)
    found = estimate(asked)
    show(found, lambda: render(found), as_json=as_json)
