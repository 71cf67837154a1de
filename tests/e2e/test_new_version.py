"""A newer version takes over while eight clients keep calling: counted on their side."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from tests.e2e.test_main_job import predict, up  # noqa: F401 -- a fixture
from tintype.registry import ManifestDraft, promote, publish, read_manifest
from tintype.registry.keys import blob
from tintype.s3 import Bucket
from workbench.local.model import registry

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

CLIENTS = 8
LATEST = 10.0  # seconds, the template's RefreshSeconds
GRACE = 1.0  # for the load itself, and for calls that were already under way


def publish_again(bucket: Bucket, version: int) -> int:
    """Publish the same network as another version, whose labels tell it apart."""
    manifest = read_manifest(bucket, "digits", version)
    draft = ManifestDraft(**{field: getattr(manifest, field) for field in ManifestDraft._fields})
    model = bytes(bucket.get(blob("digits", manifest.digest)).body)
    return publish(bucket, draft._replace(labels=tuple(f"new {n}" for n in range(10))), {"model": model}).version


def call_until(stack, image: bytes, stop: Event) -> list[tuple[float, int, int]]:
    """Return when each call began, its status, and the version that answered."""
    calls = []
    while not stop.is_set():
        began = time.monotonic()
        status, document = predict(stack, image)
        calls.append((began, status, document.get("version", 0)))
        time.sleep(0.2)  # all together stay below the usage plan's 50 calls a second
    return calls


def test_takes_over(up):  # noqa: F811 -- the fixture
    """No call fails, none is answered by the old version ten seconds later, none by the new one before its release."""
    image = (up.stack_home / "samples/digit-7.png").read_bytes()
    bucket, stop = registry(up.stack), Event()
    newer = publish_again(bucket, 1)
    with ThreadPoolExecutor(CLIENTS) as executor:
        running = [executor.submit(call_until, up.stack, image, stop) for _ in range(CLIENTS)]
        time.sleep(2)
        released = time.monotonic()
        promote(bucket, "digits", newer, who="test", why="a newer version")
        time.sleep(LATEST + 3)
        stop.set()
    calls = [call for client in running for call in client.result()]
    assert len(calls) > 40 * CLIENTS
    assert {status for _, status, _ in calls} == {200}
    assert {version for began, _, version in calls if began < released - GRACE} == {1}
    assert {version for began, _, version in calls if began > released + LATEST + GRACE} == {newer}
    assert document_label(up, image) == "new 7"


def document_label(up, image: bytes) -> str:  # noqa: F811 -- the fixture's value
    return predict(up.stack, image)[1]["label"]
