"""The deploy's own state machine and function over real MNIST images, on a stack from the project's own template."""

import json

import pytest

from tests.integration.local_stack.conftest import settings
from tests.models.published import release
from tintype.serving import Service
from tintype.serving.pipeline import document, predict
from tintype.settings import Settings
from tintype.tasks import Parameters
from training.loaders import idx
from training.local import MNIST
from training.served import png
from workbench.commands.batch import Options, execution_input
from workbench.local.aws.client import client
from workbench.local.batches import run_batch
from workbench.local.layout import PROJECT
from workbench.local.model import registry
from workbench.local.stack import Stack

pytestmark = pytest.mark.slow

COUNT = 250


@pytest.fixture(scope="module")
def images():
    """The first test images of MNIST, as PNG files by their keys."""
    pixels = idx.read(MNIST / "t10k-images-idx3-ubyte.gz", 3)[:COUNT]
    return {f"in/{number:05}.png": png(image[..., None]) for number, image in enumerate(pixels)}


@pytest.fixture(scope="module")
def chosen(tmp_path_factory):
    """The stack's settings."""
    return settings(tmp_path_factory.mktemp("stack"), PROJECT / "template.yaml")


@pytest.fixture(scope="module")
def stack(chosen, images):
    """A running stack with the images, a text among them, a manifest, and a released model."""
    with Stack(chosen) as running:
        ready = running.ready
        release(registry(ready), "digits")
        s3, bucket = client("s3", ready.aws), ready.buckets["UploadBucket"]
        some = [json.dumps({"key": key}) for key in list(images)[:3]]
        for key, body in {**images, "in/notes.txt": b"no image", "list.jsonl": "\n".join(some).encode()}.items():
            s3.put_object(Bucket=bucket, Key=key, Body=body)
        yield ready


@pytest.fixture
def run(stack, chosen):
    """Return a function that runs a batch over a prefix or a manifest and returns its summary and its lines."""

    def running(source, target):
        uploads, results = stack.buckets["UploadBucket"], stack.buckets["ResultBucket"]
        asked = execution_input(f"s3://{uploads}/{source}", f"s3://{results}/{target}", Options("digits"))
        summary = run_batch(stack, chosen, asked, lambda *_: None)
        s3, lines = client("s3", stack.aws), []
        for item in s3.list_objects_v2(Bucket=results, Prefix=f"{target}blocks/")["Contents"]:
            lines += s3.get_object(Bucket=results, Key=item["Key"])["Body"].read().decode().splitlines()
        return summary, {line["key"]: line for line in map(json.loads, lines)}

    return running


def test_prefix(run, stack, images):
    """Every image has the label that the bare model gives it, the text an error; a second run finds all blocks."""
    summary, lines = run("in/", "out/")
    bucket = registry(stack)
    model = Service(Settings(model_bucket=bucket.name), bucket).model("digits").model
    expected = {
        key: document(model, predict(model, image, Parameters(), 10_000))["label"] for key, image in images.items()
    }
    bucket.close()
    assert {key: line["result"]["label"] for key, line in lines.items() if line["status"] == "done"} == expected
    assert lines["in/notes.txt"]["error"]["type"] == "NotAnImageError"
    assert (summary["count"], summary["done"], summary["blocks"], summary["found"]) == (COUNT + 1, COUNT, 3, 0)
    assert summary["errors"] == {"NotAnImageError": 1}
    again, _ = run("in/", "out/")
    assert (again["found"], again["labels"]) == (3, summary["labels"])


def test_manifest(run):
    """A manifest's images are answered, and no others."""
    summary, lines = run("list.jsonl", "listed/")
    assert summary["done"] == len(lines) == 3
