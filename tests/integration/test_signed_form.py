"""The form that ``POST /v1/uploads`` gives, before an S3 that checks its policy and its signature."""

from __future__ import annotations

import json
from contextlib import closing

import boto3
import pytest
import requests

from tests.e2e.missing import give_up
from tests.models.published import TOP_RIGHT, release
from tests.support.events import call
from tests.support.ministack import INSTALLED, serve_ministack
from tintype.http import answer
from tintype.s3 import Bucket
from tintype.serving import Service
from tintype.settings import Settings

pytestmark = pytest.mark.slow

KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}
MOST = 1000  # bytes


@pytest.fixture(scope="module")
def uploads(tmp_path_factory):
    """The upload bucket of a strict S3, to which the environment points; its registry has released `quadrants`."""
    if not INSTALLED.exists():
        give_up("expected MiniStack; run make .tools/ministack/.installed")
    with serve_ministack(tmp_path_factory.mktemp("ministack"), KEYS) as address, pytest.MonkeyPatch.context() as patch:
        for name, value in {**KEYS, "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": f"http://{address}"}.items():
            patch.setenv(name, value)
        with closing(boto3.Session().client("s3", region_name="us-east-1")) as client:  # the usual one keeps its keys
            for name in ("models", "uploads"):
                client.create_bucket(Bucket=name)
        with closing(Bucket.from_environment("models")) as models:
            release(models, "quadrants")
        with closing(Bucket.from_environment("uploads")) as bucket:
            yield bucket


@pytest.fixture
def offered(uploads):
    """Return a function that asks for a form, and returns its address and its fields."""
    service = Service(Settings("models", upload_bucket=uploads.name, max_upload_bytes=MOST))

    def offering():
        said = {"model": "quadrants", "content_type": "image/png", "top": 2}
        given = answer(call("POST", "/v1/uploads", said), service)
        assert given["statusCode"] == 200, given
        form = json.loads(given["body"])["form"]
        return form["url"], form["fields"]

    yield offering
    service.suspend()


def send(url, fields, image=TOP_RIGHT):
    """Send the form as a browser does; return the status and S3's code of the error."""
    taken = requests.post(url, data=fields, files={"file": ("a.png", image)}, timeout=30)
    return taken.status_code, taken.text.partition("<Code>")[2].partition("</Code>")[0]


def test_taken(offered, uploads):
    """As it is, the form puts the image with its type, and what the caller wants of the model beside it."""
    url, fields = offered()
    assert send(url, fields) == (204, "")
    found = uploads.get(fields["key"])
    assert (found.body, found.headers["content-type"]) == (TOP_RIGHT, "image/png")
    assert (found.headers["x-amz-meta-tintype-model"], found.headers["x-amz-meta-tintype-top"]) == ("quadrants", "2")


@pytest.mark.parametrize(("size", "code"), [(MOST, ""), (MOST + 1, "EntityTooLarge"), (0, "EntityTooSmall")])
def test_size(offered, uploads, size, code):
    """An image of the largest size is taken, one byte more or none at all is refused, and then nothing is kept."""
    url, fields = offered()
    assert send(url, fields, b"x" * size) == (400 if code else 204, code)
    assert list(uploads.list(fields["key"])) == ([] if code else [fields["key"]])


@pytest.mark.parametrize(
    "changed",
    [
        {"Content-Type": "text/html"},
        {"key": "callers/somebody-else/quadrants/a.png"},
        {"x-amz-meta-tintype-model": "another"},
        {"x-amz-meta-tintype-version": "1"},
        {"acl": "public-read"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_other_fields(offered, uploads, changed):
    """Another type, another key, another model or a field that was not signed is refused."""
    url, fields = offered()
    assert send(url, fields | changed) == (403, "AccessDenied")
    assert list(uploads.list((fields | changed)["key"])) == []


def test_expired(offered, monkeypatch):
    """When its time is over the form is refused."""
    monkeypatch.setattr("tintype.http.jobs.asking.SECONDS", -1)
    assert send(*offered()) == (403, "AccessDenied")


@pytest.mark.parametrize("field", ["policy", "x-amz-signature"])
def test_forged(offered, field):
    """A policy of the caller's own, or a signature of his own, is refused."""
    url, fields = offered()
    other = offered()[1][field]
    assert send(url, fields | {field: other}) == (403, "SignatureDoesNotMatch")
