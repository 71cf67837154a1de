"""`tintype train`: the training job on this machine or on SageMaker, and from there into the registry."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from dataclasses import replace
from enum import StrEnum
from pathlib import Path  # noqa: TC003 -- typer reads the annotations
from typing import Annotated, Any

import typer

from training import known
from training.hyperparameters import Hyperparameters
from training.local import SHORT, JobResult, run_training_job
from workbench.cli.fields import with_fields
from workbench.cli.options import Home, Json, Profile, Region  # noqa: TC001 -- likewise
from workbench.commands import train_remotely
from workbench.context import DEFAULT_HOME, LocalContext, resolve
from workbench.local.model import environment
from workbench.printing import print_json
from workbench.sagemaker.options import Options

__all__ = ["run_training_job", "train"]

_VARIABLES = {"registry": "TINTYPE_MODEL_BUCKET", "signing_key": "TINTYPE_SIGNING_KEY"}


class Place(StrEnum):
    """Where a job runs."""

    HERE = "here"
    SAGEMAKER = "sagemaker"


@with_fields(settings=Hyperparameters, options=Options, variables=_VARIABLES)
def train(  # noqa: PLR0913 -- one parameter for each option
    *,
    settings: dict[str, Any],
    options: dict[str, Any],
    data: Annotated[
        str,
        typer.Option(
            help="mnist, fashion, cifar10, a folder (idx files, TFRecords, labelled images), or s3://bucket/prefix."
        ),
    ] = "mnist",
    test: Annotated[str, typer.Option(help="Test images that are not in the data set's own folder.")] = "",
    validation: Annotated[str, typer.Option(help="Validation images that are not in it either.")] = "",
    short: Annotated[bool, typer.Option("--short", help="About twenty seconds: one epoch of 40,000 images.")] = False,
    local: Annotated[bool, typer.Option("--local", help="Publish to the local stack, which must be running.")] = False,
    folder: Annotated[
        Path | None, typer.Option(help="The job's folder; a job that was interrupted there goes on.")
    ] = None,
    on: Annotated[Place, typer.Option(help="Where the job runs.")] = Place.HERE,
    follow: Annotated[bool, typer.Option(help="SageMaker: show the job's log until it ends.")] = True,
    home: Home = DEFAULT_HOME,
    region: Region = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Train a model as a SageMaker training job would, or as one, measure it, and publish it if a registry is given."""
    if local:
        settings["registry"] = _local_registry(home)
    source, usual = known.find(data)
    chosen = Hyperparameters(**settings | {name: settings[name] or value for name, value in usual.items()})
    chosen = replace(chosen, **SHORT) if short else chosen
    others = {name: where for name, where in (("test", test), ("validation", validation)) if where}
    with redirect_stdout(sys.stderr if as_json else sys.stdout):  # the job's own lines
        if on is Place.SAGEMAKER:
            sources = {"training": source, **others}
            found = train_remotely.run(chosen, Options(**options), sources, region, profile, follow)
        else:
            _choose(region, profile)
            result = run_training_job(chosen, source, folder, others)
            typer.echo(summary(result))
            found = document(chosen.name, result)
    if as_json:
        print_json(found)


def _local_registry(home: Path) -> str:
    """Lead this process's AWS clients to the local stack and return its registry."""
    context = resolve(local=True, home=home)
    assert isinstance(context, LocalContext)  # noqa: S101 -- for mypy
    variables = environment(context.stack)
    os.environ.clear()
    os.environ.update(variables)
    return f"s3://{context.buckets.models}"


def _choose(region: str | None, profile: str | None) -> None:
    """Lead this process's AWS clients to a region, and to a profile, which wins over keys in the environment."""
    if profile:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
            os.environ.pop(name, None)
        os.environ["AWS_PROFILE"] = profile
    if region:
        os.environ |= {"AWS_REGION": region, "AWS_DEFAULT_REGION": region}


def document(name: str, result: JobResult) -> dict[str, Any]:
    """Return what came out, for scripts; ``version`` is None where nothing was published."""
    return {
        "model": name,
        "version": result.version,
        "folder": str(result.model),
        "seconds": round(result.seconds, 1),
        "metrics": result.metrics,
    }


def summary(result: JobResult) -> str:
    """Say in two lines what came out and where it is."""
    version = f"version {result.version}" if result.version else "not published (give --registry s3://bucket)"
    accuracy, images = result.metrics["accuracy"], result.metrics["test_images"]
    return (
        f"{accuracy:.2%} of {images:,} test images right, by the LiteRT file as served; {version}; "
        f"{result.seconds:.0f} s\nEverything is in {result.model}"
    )
