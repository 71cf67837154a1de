import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import boto3
import pytest

from tests.e2e.browser import REMEDY, programs
from tests.e2e.missing import give_up, in_ci
from tests.e2e.sam import REPOSITORY, SAM
from tintype.registry import promote, publish
from tintype.registry.folder import read_folder
from tintype.s3 import Bucket
from workbench.engine.daemon import Daemon
from workbench.engine.failure import EngineError
from workbench.engine.home import HOME, engine_address
from workbench.engine.network import conceal, expose

IMAGES = REPOSITORY / "events/images"
LEFT_OUT = pytest.StashKey[int]()
UPLOADS = {
    "digits/seven.png": (IMAGES / "seven.png").read_bytes(),
    "digits/two.png": (IMAGES / "two.png").read_bytes(),
    "in/seven.png": (IMAGES / "seven.png").read_bytes(),
    "in/two.png": (IMAGES / "two.png").read_bytes(),
    **{
        key: (IMAGES / "seven.png").read_bytes()
        for key in (
            "digits/my first seven.png",
            "digits/1+6=7.png",
            "digits/100%41 sure.png",
            "digits/größer/七.png",
            f"digits/{'ü' * 506}a.png",
        )
    },
    "digits/notes.txt": b"This is a shopping list: milk, eggs, flour.\n",
    "digits/meine Ziffer - größer+kühner/七 (1).png": (IMAGES / "seven.png").read_bytes(),
}


def pytest_collection_modifyitems(config, items):
    """Leave out, aloud, what needs a browser where there is none; in CI it runs, and fails with the remedy."""
    if in_ci() or all(programs()):
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
        config.stash[LEFT_OUT] = len(left_out)


def pytest_terminal_summary(terminalreporter, config):
    if number := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(f"{number} tests in a browser were left out. To run them, install {REMEDY}.")


class Store(NamedTuple):
    """An S3 that containers reach too, its buckets' names, and the file of variables that leads there."""

    names: dict[str, str]
    variables: Path

    def results(self) -> list[dict]:
        """Return every upload's document."""
        bucket = self._result_bucket()
        return [json.loads(bytes(bucket.get(key).body)) for key in bucket.list("results/")]

    def lines(self, key: str) -> list[dict]:
        """Return the lines of a block's object."""
        return [json.loads(line) for line in bytes(self._result_bucket().get(key).body).splitlines()]

    def forget_results(self) -> None:
        """Delete them."""
        bucket = self._result_bucket()
        for key in list(bucket.list("")):
            bucket.delete(key)

    def _result_bucket(self) -> Bucket:
        return Bucket.from_environment(self.names["TINTYPE_RESULT_BUCKET"])


@pytest.fixture(scope="session")
def docker_host() -> Iterator[str | None]:
    """The address of an engine that runs, stopped again if it was started here; None for the machine's own."""
    if not SAM.exists():
        give_up("expected SAM CLI in .tools/sam; run make setup")
    ours = Daemon(HOME)
    was_running = ours.answers()
    try:
        yield engine_address()
    except EngineError as error:
        give_up(str(error))
    finally:
        if not was_running:
            ours.stop()


@pytest.fixture(scope="session")
def built(docker_host) -> None:  # noqa: ARG001 - without an engine nothing needs building
    """Functions and layers, built as a user builds them."""
    subprocess.run(["make", "build"], cwd=REPOSITORY, check=True, capture_output=True)


@pytest.fixture(scope="module")
def store(docker_host, aws_server, tmp_path_factory) -> Iterator[Store]:  # noqa: ARG001 - an engine has the bridge
    """A registry with a digits model, really trained, but briefly, three examples, and the events' uploads."""
    port = int(aws_server.rpartition(":")[2])
    variables = json.loads((REPOSITORY / "sam-local.json").read_text())["Parameters"]
    names = {name: value for name, value in variables.items() if name.endswith("_BUCKET")}
    file = tmp_path_factory.mktemp("store") / "variables.json"
    address = f"http://{exposed(port)}"
    file.write_text(json.dumps({"Parameters": variables | {"AWS_ENDPOINT_URL_S3": address}}))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "testing")
        patch.setenv("AWS_REGION", "us-east-1")
        patch.setenv("AWS_ENDPOINT_URL_S3", f"http://{aws_server}")
        fill(names, file.parent)
        yield Store(names, file)
    conceal(port)


def exposed(port: int) -> str:
    try:
        return expose(port)
    except EngineError as error:
        give_up(str(error))


def fill(names: dict[str, str], folder: Path) -> None:
    client = boto3.client("s3", region_name="us-east-1")
    for name in names.values():
        client.create_bucket(Bucket=name)
    for key, body in UPLOADS.items():
        client.put_object(Bucket=names["TINTYPE_UPLOAD_BUCKET"], Key=key, Body=body)
    train(names["TINTYPE_MODEL_BUCKET"], folder / "job")
    registry = Bucket.from_environment(names["TINTYPE_MODEL_BUCKET"])
    for name in ("codec", "cutout", "lungs"):
        published = publish(registry, *read_folder(REPOSITORY / "training/examples" / name))
        promote(registry, name, published.version, who="a test", why="to see it answer")


def train(registry: str, folder: Path) -> None:
    """Run the training job for a few seconds, in a process of its own as everywhere."""
    command = [sys.executable, "-m", "training.job", "--training", "training/datasets/mnist", "--epochs", "1"]
    command += ["--batch-size", "64", "--train-images", "10000", "--test-images", "500", "--registry", registry]
    variables = os.environ | {"SAGEMAKER_BASE_DIR": str(folder)}
    subprocess.run(command, cwd=REPOSITORY, env=variables, check=True, capture_output=True)
