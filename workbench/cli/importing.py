"""`tintype import`."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.options import HOME, Home, Json, Local, Profile, Region, SigningKey, Stack
from workbench.context import resolve

commands = typer.Typer()


@commands.command("import")
def import_model(  # noqa: PLR0913  # each is an option
    *,
    source: Annotated[
        str,
        typer.Argument(help="A .keras file, a SavedModel's folder, a .tflite file, or the word efficientnet-lite0."),
    ],
    name: Annotated[str, typer.Option(help="The model's name in the registry.")],
    labels: Annotated[Path | None, typer.Option(exists=True, help="One label a line, in the output's order.")] = None,
    task: Annotated[str, typer.Option(help="What the model is for.")] = "classification",
    data: Annotated[str, typer.Option(help="Labelled images to measure the accuracy on: <label>/<image>.png.")] = "",
    calibrate: Annotated[Path | None, typer.Option(exists=True, help="Any images, to find int8's ranges on.")] = None,
    size: Annotated[str, typer.Option(help="The input's, where the model takes any: 224 or 320x240.")] = "",
    scale: Annotated[str, typer.Option(help="The input is pixel * scale + offset: 1/127.5, or three numbers.")] = "",
    offset: Annotated[str, typer.Option(help="-1, or three numbers, one for each channel.")] = "",
    mode: Annotated[str, typer.Option(help="L (grey), RGB or BGR.  [default: by the model]")] = "",
    resize: Annotated[str, typer.Option(help="How other sizes are brought to it: stretch, fit or crop.")] = "",
    background: Annotated[int, typer.Option(min=0, max=255, help="Behind transparent pixels and around fit.")] = 255,
    signature: Annotated[str, typer.Option(help="Of a SavedModel.  [default: serving_default]")] = "",
    scores: Annotated[str, typer.Option(help="The output with the scores, where there are several.")] = "",
    logits: Annotated[
        bool | None,
        typer.Option("--logits/--probabilities", help="Whether softmax is to be added.  [default: by the values]"),
    ] = None,
    precision: Annotated[
        str | None,
        typer.Option(help="float32, float16, int8-dynamic, int8, or tensorflow: unconverted.  [default: the best]"),
    ] = None,
    tolerance: Annotated[float, typer.Option(min=0, max=1, help="What a smaller file may lose.")] = 0.01,
    licence: Annotated[str, typer.Option(help="The model's, for its card.")] = "",
    origin: Annotated[str, typer.Option(help="Where it comes from, for its card.")] = "",
    release: Annotated[bool, typer.Option("--release", help="Make the new version `production`.")] = False,
    signing_key: SigningKey = "",
    output: Annotated[Path | None, typer.Option(help="Write a model folder, and publish nothing.")] = None,
    as_json: Json = False,
    local: Local = None,
    home: Home = HOME,
    stack: Stack = None,
    region: Region = None,
    profile: Profile = None,
) -> None:
    """Make a version of a model that was trained elsewhere: convert, compare, measure, publish."""
    from workbench.commands.importing import run  # noqa: PLC0415
    from workbench.importing.options import Options, parse_numbers, parse_size  # noqa: PLC0415

    options = Options(
        name=name,
        labels=labels,
        task=task,
        data=data,
        calibrate=calibrate,
        size=parse_size(size) if size else None,
        scale=parse_numbers(scale, "--scale") if scale else (),
        offset=parse_numbers(offset, "--offset") if offset else (),
        mode=mode,
        resize=resize,
        background=background,
        signature=signature,
        scores=scores,
        logits=logits,
        precision=precision,
        tolerance=tolerance,
        licence=licence,
        origin=origin,
    )
    run(
        source,
        options,
        folder=output,
        context=None if output else resolve(local, home, stack, region, profile),
        release=release,
        signing_key=signing_key,
        as_json=as_json,
    )
