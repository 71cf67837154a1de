"""The README's first command: train, publish, serve, answer real images over HTTP and by upload."""

import http.client
import json
import re
import shlex
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
import requests

from tintype.uploads.naming import result_key
from training.loaders import idx
from training.local import MNIST
from training.served import png
from workbench.local import ready
from workbench.local.aws.client import client
from workbench.local.environment import free_ports
from workbench.local.layout import Layout

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ROW = re.compile(r"digit-(\d)\.png\W+(\d)\W+(\d)\W+([01]\.\d+)\W+(HTTP|upload)")


class Up(NamedTuple):
    """What a run of `tintype up` printed, how long it took, and the options that lead to its stack."""

    output: str
    seconds: float
    options: list[str]

    @property
    def stack_home(self) -> Path:
        """The folder of everything that the stack writes."""
        return Path(self.options[-1])

    @property
    def stack(self):
        """The running stack's addresses."""
        found = ready.read(Layout(self.stack_home))
        assert found is not None
        return found


def tintype(*arguments: str) -> str:
    command = [sys.executable, "-m", "workbench.cli", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_up(options: list[str]) -> Up:
    started = time.monotonic()
    output = tintype("up", *options)
    return Up(output, time.monotonic() - started, options)


@pytest.fixture(scope="module")
def up(tmp_path_factory):
    """The first run on free ports, with nothing there yet."""
    home = tmp_path_factory.mktemp("home")
    port, aws_port = free_ports(2)
    options = ["--port", str(port), "--aws-port", str(aws_port), "--home", str(home)]
    try:
        yield run_up(options)
    finally:
        tintype("down", "--home", str(home))


@pytest.fixture(scope="module")
def digits():
    """A hundred test images that no training saw: PNG bytes and true label."""
    images = idx.read(MNIST / "t10k-images-idx3-ubyte.gz", 3)[500:600]
    labels = idx.read(MNIST / "t10k-labels-idx1-ubyte.gz", 1)[500:600]
    return [(png(image[..., None]), str(label)) for image, label in zip(images, labels, strict=True)]


def predict(stack, image: bytes, headers: dict[str, str] | None = None):
    """Return status and document of one call."""
    address = urlsplit(stack.api)
    connection = http.client.HTTPConnection(address.netloc, timeout=60)
    named = {"x-api-key": stack.api_key, "Content-Type": "image/png"} | (headers or {})
    connection.request("POST", f"{address.path}/v1/models/digits:predict", image, named)
    response = connection.getresponse()
    document = json.loads(response.read())
    connection.close()
    return response.status, document


def test_table(up):
    """The first run trains, publishes version 1, and shows ten real images, asked both ways, nearly all right."""
    assert "digits, version 1" in up.output
    rows = ROW.findall(up.output)
    assert [row[0] for row in rows] == list("0123456789")
    assert {row[4] for row in rows} == {"HTTP", "upload"}
    assert sum(row[1] == row[2] for row in rows) >= 9


def test_again(up):
    """A second run trains nothing, breaks nothing and is quick."""
    again = run_up(up.options)
    assert "short training run" not in again.output
    assert "digits, version 1" in again.output
    assert len(ROW.findall(again.output)) == 10
    assert again.seconds < 20


def test_line_to_try(up):
    """The printed curl line says all that a call needs: the image, its type, the key, the address."""
    (line,) = [line for line in up.output.splitlines() if line.strip().startswith("curl ")]
    words = shlex.split(line)
    headers = dict(word.split(": ", 1) for word in words if ": " in word)
    (image,) = [Path(word[1:]) for word in words if word.startswith("@")]
    assert words[-1] == f"{up.stack.api}/v1/models/digits:predict"
    status, document = predict(up.stack, image.read_bytes(), headers)
    assert (status, document["label"]) == (200, "7")


def test_many_callers(up, digits):
    """Eight callers at once get an answer each, and nearly all of a hundred real images are recognised."""
    with ThreadPoolExecutor(8) as executor:
        answers = list(executor.map(lambda item: predict(up.stack, item[0]), digits))
    assert [status for status, _ in answers] == [200] * 100
    right = sum(document["label"] == label for (_, document), (_, label) in zip(answers, digits, strict=True))
    assert right >= 93


def test_uploads(up, digits):
    """Each of twenty uploads gets its document, the one that is no image an error in it."""
    stack = up.stack
    s3 = client("s3", stack.aws)
    bodies = [(f"digits/übung {number}.png", image) for number, (image, _) in enumerate(digits[:20])]
    bodies.append(("digits/no image.png", b"only text"))
    documents = {}
    for key, body in bodies:
        put = s3.put_object(Bucket=stack.buckets["UploadBucket"], Key=key, Body=body)
        documents[key] = result_key(stack.buckets["UploadBucket"], key, put["VersionId"], put["ETag"])
    found = {key: wait_for(s3, stack.buckets["ResultBucket"], name) for key, name in documents.items()}
    assert found.pop("digits/no image.png")["status"] == "failed"
    labels = [document["result"]["label"] for document in found.values()]
    assert sum(label == truth for label, (_, truth) in zip(labels, digits[:20], strict=True)) >= 18


def finished(stack, address: str):
    """Ask for a job as its caller would, until it is neither waiting, queued nor running."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = requests.get(f"{origin(stack)}{address}", headers={"x-api-key": stack.api_key}, timeout=10).json()
        if found["status"] not in ("waiting", "queued", "running"):
            return found
        time.sleep(0.2)
    return pytest.fail(f"{address} is not finished after a minute")


def origin(stack) -> str:
    """Return the API's address without the stage, which the addresses in answers begin with."""
    parts = urlsplit(stack.api)
    return f"{parts.scheme}://{parts.netloc}"


def test_signed_form(up, digits):
    """An image goes to S3 by the form that the API gives, is answered there, and is named in a call."""
    image, label = digits[0]
    headers = {"x-api-key": up.stack.api_key}
    wish = {"model": "digits", "content_type": "image/png"}
    offer = requests.post(f"{up.stack.api}/v1/uploads", json=wish, headers=headers, timeout=60).json()
    form = offer["form"]
    assert requests.post(form["url"], data=form["fields"], files={"file": image}, timeout=60).ok
    call = f"{up.stack.api}/v1/models/digits:predict"
    named = requests.post(call, json={"upload": offer["upload"]}, headers=headers, timeout=60).json()
    job = finished(up.stack, offer["job"])
    assert (job["status"], job["result"]["label"], named["label"]) == ("done", label, label)


def test_later(up, digits):
    """A caller who prefers not to wait gets a job's address, and there the answer."""
    image, label = digits[1]
    headers = {"x-api-key": up.stack.api_key, "Content-Type": "image/png", "Prefer": "respond-async"}
    answer = requests.post(f"{up.stack.api}/v1/models/digits:predict?top=1", image, headers=headers, timeout=60)
    assert (answer.status_code, answer.headers["Preference-Applied"]) == (202, "respond-async")
    job = finished(up.stack, answer.headers["Location"])
    assert (job["status"], job["result"]["label"]) == ("done", label)
    assert len(job["result"]["predictions"]) == 1


def wait_for(s3, bucket: str, key: str):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        listed = s3.list_objects_v2(Bucket=bucket, Prefix=key)
        if listed["KeyCount"]:
            return json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
        time.sleep(0.1)
    pytest.fail(f"no result at {key} in a minute")


def test_restart(up, digits):
    """After `down` and `up` the model is still there, and answers without another training."""
    tintype("down", *up.options[-2:])
    again = run_up(up.options)
    assert "short training run" not in again.output
    image, _ = digits[0]
    assert predict(again.stack, image)[0] == 200
