"""A real stack around small functions, on free ports and in a folder of its own."""

import base64
import contextlib
import http.client
import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError

from workbench.local.aws.client import client
from workbench.local.environment import free_ports
from workbench.local.settings import Settings
from workbench.local.stack import Stack

HERE = Path(__file__).parent


def settings(home: Path, template: Path = HERE / "template.yaml", **overrides: str) -> Settings:
    """Return settings on free ports, with two environments per function and three seconds for each call."""
    port, aws_port = free_ports(2)
    return Settings(port, aws_port, template, home, 2, overrides, built=False, integration_seconds=3.0)


class Caller:
    """Calls a stack's API and AWS as its users do."""

    def __init__(self, ready):
        self.ready = ready
        self.s3 = client("s3", ready.aws)
        self.sqs = client("sqs", ready.aws)

    def call(self, path, method="POST", body=b"", **headers):
        """Return status, body and headers of one call, made with the key unless another is given."""
        address = urlsplit(self.ready.api)
        connection = http.client.HTTPConnection(address.netloc, timeout=30)
        named = {"x-api-key": self.ready.api_key} | {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, address.path + path, body, named)
        response = connection.getresponse()
        received = response.read()
        connection.close()
        return response.status, received, response.headers

    def call_into_the_void(self, path):
        """Make a call that nobody may live to answer."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            self.call(path)

    def upload(self, key, body=b"x"):
        """Put an object into the upload bucket."""
        return self.s3.put_object(Bucket=self.ready.buckets["Uploads"], Key=key, Body=body)

    def result(self, key, seconds=20.0):
        """Wait for what the worker wrote about an upload."""
        name = base64.urlsafe_b64encode(key.encode()).decode()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                found = self.s3.get_object(Bucket=self.ready.buckets["Results"], Key=name)
                return json.loads(found["Body"].read())
            except ClientError:
                time.sleep(0.05)
        pytest.fail(f"no result for {key} in {seconds} s")

    def queue_url(self, name):
        """Return a queue's address by its logical id."""
        return self.sqs.get_queue_url(QueueName=self.ready.queues[name])["QueueUrl"]


@pytest.fixture(scope="module")
def stack(tmp_path_factory) -> Iterator[Stack]:
    with Stack(settings(tmp_path_factory.mktemp("stack"))) as running:
        yield running


@pytest.fixture(scope="module")
def caller(stack):
    return Caller(stack.ready)
