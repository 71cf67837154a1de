"""`tintype train`: the training job on this machine, and from there into the registry."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from tintype.errors import TintypeError
from training.hyperparameters import Hyperparameters
from training.local import MNIST, SHORT, JobResult, run_training_job
from workbench.context import DEFAULT_HOME, LocalContext, resolve
from workbench.local.model import environment

__all__ = ["run_training_job", "train"]

DEFAULTS = Hyperparameters()


def train(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    data: Annotated[
        str, typer.Option(help="A folder of idx files or of labelled images, or s3://bucket/prefix.")
    ] = str(MNIST),
    name: Annotated[str, typer.Option(help="The model's name in the registry.")] = DEFAULTS.name,
    epochs: Annotated[int, typer.Option(help="How often the network sees every image.")] = DEFAULTS.epochs,
    batch_size: Annotated[int, typer.Option(help="Images per step.")] = DEFAULTS.batch_size,
    learning_rate: Annotated[float, typer.Option(help="Adam's.")] = DEFAULTS.learning_rate,
    seed: Annotated[int, typer.Option(help="Of everything random.")] = DEFAULTS.seed,
    width: Annotated[int, typer.Option(help="The network's input, in pixels.")] = DEFAULTS.width,
    height: Annotated[int, typer.Option(help="The network's input, in pixels.")] = DEFAULTS.height,
    mode: Annotated[str, typer.Option(help="L (grey) or RGB.")] = DEFAULTS.mode,
    resize: Annotated[str, typer.Option(help="stretch, fit or crop.")] = DEFAULTS.resize,
    short: Annotated[bool, typer.Option("--short", help="About twenty seconds: one epoch of 40,000 images.")] = False,
    registry: Annotated[
        str, typer.Option(help="Publish to s3://bucket.", envvar="TINTYPE_MODEL_BUCKET")
    ] = DEFAULTS.registry,
    local: Annotated[bool, typer.Option("--local", help="Publish to the local stack, which must be running.")] = False,
    release: Annotated[bool, typer.Option(help="Make the published version `production`.")] = DEFAULTS.release,
    signing_key: Annotated[
        str, typer.Option(help="Sign it: a PEM file, or kms:// and a key.", envvar="TINTYPE_SIGNING_KEY")
    ] = DEFAULTS.signing_key,
) -> None:
    """Train a model as a SageMaker training job would, measure it, and publish it if a registry is given."""
    registry = _local_registry() if local else registry
    try:
        settings = Hyperparameters(
            name=name,
            epochs=epochs,
            batch_size=batch_size,
            learning_rate=learning_rate,
            seed=seed,
            width=width,
            height=height,
            mode=mode,
            resize=resize,
            registry=registry,
            release=release,
            signing_key=signing_key,
        )
        result = run_training_job(replace(settings, **SHORT) if short else settings, data)
    except TintypeError as error:
        typer.echo(f"tintype train: {error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(summary(result))


def _local_registry() -> str:
    """Lead this process's AWS clients to the local stack and return its registry."""
    context = resolve(local=True, home=Path(os.environ.get("TINTYPE_HOME") or DEFAULT_HOME))
    assert isinstance(context, LocalContext)  # noqa: S101 -- for mypy
    variables = environment(context.stack)
    os.environ.clear()
    os.environ.update(variables)
    return f"s3://{context.buckets.models}"


def summary(result: JobResult) -> str:
    """Say in two lines what came out and where it is."""
    version = f"version {result.version}" if result.version else "not published (give --registry s3://bucket)"
    accuracy, images = result.metrics["accuracy"], result.metrics["test_images"]
    return (
        f"{accuracy:.2%} of {images:,} test images right, by the LiteRT file as served; {version}; "
        f"{result.seconds:.0f} s\nEverything is in {result.model}"
    )
