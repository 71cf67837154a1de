"""`tintype predict`, `explain` and `eval`: what a model says, why, and how often it is right."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli import completion
from workbench.cli.options import Json, Version, in_context
from workbench.context import Context

commands = typer.Typer()

_Model = Annotated[
    str,
    typer.Option(metavar="NAME[@VERSION|@ALIAS]", help="Who answers: digits@3.", autocompletion=completion.models),
]
_Token = Annotated[
    str, typer.Option(envvar="TINTYPE_TOKEN", help="A user pool's token, where the deployment asks for one.")
]


@commands.command("predict")
@in_context
def predict(  # noqa: PLR0913  # each is an option
    context: Context,
    *,
    images: Annotated[list[Path], typer.Argument(exists=True, help="Image files, or folders of them.")],
    model: _Model,
    top: Annotated[int, typer.Option(min=1, max=1000, help="Candidates that each answer lists.")] = 5,
    threads: Annotated[int, typer.Option(min=1, max=64, help="Calls at once.")] = 4,
    token: _Token = "",
    output: Annotated[
        Path | None,
        typer.Option(help="A folder for the images that the model makes of these; of one image a file: photo.tint."),
    ] = None,
    quality: Annotated[
        int | None, typer.Option(min=1, max=100, help="Of what the model makes, in formats that lose something.")
    ] = None,
    lines: Annotated[bool, typer.Option("--ndjson", help="Print one line of JSON for each image, at once.")] = False,
    as_json: Json = False,
) -> None:
    """Ask the API about images; exit code 1 where one of them has no answer."""
    from workbench import printing  # noqa: PLC0415
    from workbench.calling import Caller  # noqa: PLC0415
    from workbench.commands.predict import Wishes, answers, find, render  # noqa: PLC0415
    from workbench.references import parse  # noqa: PLC0415

    files, wishes = find(images), Wishes(top, output, quality)
    found = []
    with printing.progress("images", len(files)) as step:
        for each in answers(Caller(context, token, threads), parse(model), files, wishes, threads):
            step()
            found.append(each)
            if lines:
                printing.line(each)
    if not lines:
        printing.show(found, lambda: render(found), as_json=as_json)
    if any("error" in each for each in found):
        raise typer.Exit(1)


@commands.command("explain")
@in_context
def explain(  # each is an option
    context: Context,
    *,
    image: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="An image file.")],
    model: _Model,
    label: Annotated[str, typer.Option(help="For which label, or its number; by default the best one.")] = "",
    method: Annotated[str, typer.Option(help="cam, gradients or occlusion; by default the quickest there is.")] = "",
    output: Annotated[Path | None, typer.Option(help="Write the map, laid over the image, to this PNG file.")] = None,
    token: _Token = "",
    as_json: Json = False,
) -> None:
    """Ask the API which pixels of an image spoke for the answer, and how far that can be trusted."""
    from workbench import printing  # noqa: PLC0415
    from workbench.calling import Caller  # noqa: PLC0415
    from workbench.commands.explain import ask, draw, render  # noqa: PLC0415
    from workbench.references import parse  # noqa: PLC0415

    caller, reference, wishes = Caller(context, token), parse(model), {"label": label, "method": method}
    found = ask(caller, reference, image, wishes)
    if output:
        draw(caller, reference, image, wishes, output)
    printing.show(found, lambda: render(found), as_json=as_json)


@commands.command("eval")
@in_context
def evaluate(
    context: Context,
    *,
    model: Version,
    data: Annotated[str, typer.Argument(help="Labelled folders, idx files, a .zip, or s3://bucket/prefix.")],
    most: Annotated[int, typer.Option(min=0, help="Images to look at, evenly over the set; 0 for all.")] = 0,
    as_json: Json = False,
) -> None:
    """Measure a version on labelled images, on this machine, by the file as it is served: accuracy, and by label."""
    from workbench import printing  # noqa: PLC0415
    from workbench.commands import evaluate as work  # noqa: PLC0415
    from workbench.references import parse  # noqa: PLC0415

    reference, images = parse(model), work.read(data, most, context.s3_client)
    with printing.progress("images", len(images)) as step:
        found = work.evaluate(context.registry(), reference, images, step)
    printing.show(found, lambda: work.render(found), as_json=as_json)
