"""The first model of a local registry: trained here and published, where none is released yet."""

import os
import subprocess
import sys

from tintype.errors import ModelNotFoundError, TintypeError
from tintype.registry import read_release
from tintype.s3 import Bucket, Credentials
from workbench.local.aws.client import ACCESS_KEY, SECRET_KEY
from workbench.local.layout import PROJECT
from workbench.local.ready import Ready
from workbench.local.template.names import LOCAL_REGION


class TrainingFailedError(TintypeError):
    """The training job ended with an error, which it has printed."""


def registry(stack: Ready) -> Bucket:
    """Return the local stack's registry."""
    return Bucket(
        stack.buckets["ModelBucket"],
        address=stack.aws.removeprefix("http://"),
        tls=False,
        region=LOCAL_REGION,
        credentials=lambda: Credentials(ACCESS_KEY, SECRET_KEY),
    )


def production_version(stack: Ready, model: str) -> int | None:
    """Return the version that takes most of the production traffic, or None where nothing is released."""
    try:
        release, _ = read_release(registry(stack), model)
    except ModelNotFoundError:
        return None
    return release.live() if release else None


def environment(stack: Ready) -> dict[str, str]:
    """Return this process's variables, with those of AWS leading to the local stack."""
    leading_elsewhere = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_S3")
    kept = {name: value for name, value in os.environ.items() if name not in leading_elsewhere}
    return kept | {
        "AWS_ENDPOINT_URL": stack.aws,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_REGION": LOCAL_REGION,
        "AWS_DEFAULT_REGION": LOCAL_REGION,
    }


def train_and_publish(stack: Ready, model: str) -> None:
    """Run a short training job that publishes to the local registry; its progress goes to the terminal.

    TensorFlow stays in a process of its own, whose environment points at the local AWS.

    Raises:
        TrainingFailedError: the job failed.
    """
    command = [sys.executable, "-m", "workbench.cli", "train", "--short", "--name", model]
    command += ["--registry", f"s3://{stack.buckets['ModelBucket']}"]
    if subprocess.run(command, cwd=PROJECT, env=environment(stack), check=False).returncode:
        message = f"training {model} failed: what went wrong is printed above"
        raise TrainingFailedError(message)
