from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from tests.models.published import TOP_RIGHT, manifest, release
from tintype import captures
from tintype.captures import Capturing, read
from tintype.errors import StorageUnavailableError
from tintype.serving.pipeline import predict, run_tensors
from tintype.serving.watching import Seen
from tintype.settings import Settings
from tintype.tasks import Parameters
from tintype.tensor import Tensor

SEEN = Seen(manifest("digits"), b"an image", 0.0125, {"label": "7"}, "7", is_image=True)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """The time that captures see, in a list."""
    moment = [1_700_000_000.0]
    times = SimpleNamespace(time=lambda: moment[0], gmtime=captures.time.gmtime, strftime=captures.time.strftime)
    monkeypatch.setattr(captures, "time", times)
    return moment


def capturing(bucket, rate=1.0, most=100):
    return Capturing(lambda: bucket, Settings("", capture_rate=rate, capture_max_bytes=most))


def test_image_and_answer_are_kept(bucket):
    """A captured call is its image and its answer, under model, version and day."""
    capturing(bucket).answered(SEEN)
    (call,) = read(bucket, "digits", 1, 10)
    assert call.key.startswith("captures/digits/1/2023-11-14/")
    assert call.image == b"an image"
    assert call.document == {
        "model": "digits",
        "version": 1,
        "when": "2023-11-14T22:13:20Z",
        "milliseconds": 12.5,
        "label": "7",
        "answer": {"label": "7"},
    }


def test_the_newest_days_come_first(bucket, now):
    """Of many captured calls those of the last days are read."""
    kept = capturing(bucket)
    for day in range(3):
        now[0] += 86_400
        kept.answered(SEEN._replace(data=str(day).encode()))
    assert [call.image for call in read(bucket, "digits", 1, 2)] == [b"2", b"1"]


@pytest.mark.parametrize("seen", [SEEN._replace(data=bytes(101)), SEEN._replace(is_image=False)])
def test_what_is_not_captured(bucket, seen):
    """Images above the limit, and tensors, are not kept."""
    capturing(bucket).answered(seen)
    capturing(bucket).failed()
    assert list(bucket.list("captures/")) == []


def test_a_sample(bucket):
    """About the asked share of calls is kept."""
    kept = capturing(bucket, rate=0.5)
    for number in range(60):
        kept.answered(SEEN._replace(data=str(number).encode()))
    assert 10 < len(list(read(bucket, "digits", 1, 100))) < 50


def test_without_s3_the_call_goes_on(now, logged):
    """What S3 refuses costs nothing but a line in the log, and is not tried again for a minute."""
    tries = []

    def put(*_, **__):
        tries.append(now[0])
        message = "no answer"
        raise StorageUnavailableError(message)

    kept = capturing(SimpleNamespace(put=put))
    for seconds in (0, 59, 1):
        now[0] += seconds
        kept.answered(SEEN)
    assert len(tries) == 2
    assert "not captured" in str(logged())


def test_a_service_captures_images_alone(make_service, bucket):
    """With a rate of 1 each answered image is kept with its document; tensors and failures are not."""
    release(bucket, "quadrants")
    model = make_service(capture_rate=1.0).model("quadrants").model
    predict(model, TOP_RIGHT, Parameters(2), 1000)
    (spec,) = model.network.inputs
    run_tensors(model, {spec.name: Tensor(*spec, bytes(256))})
    (call,) = read(bucket, "quadrants", 1, 10)
    assert (call.image, call.document["label"]) == (TOP_RIGHT, "top right")
    assert [each["label"] for each in call.document["answer"]["predictions"]] == ["top right", "top left"]
    json.dumps(call.document)


def test_by_default_nothing_is_kept(service, bucket):
    """Without a rate a model has no watchers at all."""
    release(bucket, "quadrants")
    assert service.model("quadrants").model.watchers == ()
