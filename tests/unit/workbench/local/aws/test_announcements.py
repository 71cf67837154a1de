"""S3's events for EventBridge."""

import json
from types import SimpleNamespace

import pytest
from moto.events.models import events_backends
from moto.sqs.models import sqs_backends

from workbench.local.aws.announcements import Announcements

# Nobody else's: moto's backends live as long as the process.
ACCOUNT, REGION = "999999999999", "us-east-1"
DETAIL_TYPES = {
    "s3:ObjectCreated:Put": "Object Created",
    "s3:ObjectCreated:CompleteMultipartUpload": "Object Created",
    "s3:ObjectRemoved:DeleteMarkerCreated": "Object Deleted",
}
BUCKET = SimpleNamespace(name="pictures", arn="arn:aws:s3:::pictures", region_name=REGION)


@pytest.fixture
def announced():
    """Return what arrives in a queue behind a rule for new objects."""
    sqs, events = sqs_backends[ACCOUNT][REGION], events_backends[ACCOUNT][REGION]
    queue = sqs.create_queue("announced")
    events.put_rule(name="rule", event_pattern=json.dumps({"source": ["aws.s3"]}))
    events.put_targets("rule", "default", [{"Id": "1", "Arn": queue.queue_arn}, {"Id": "2", "Arn": queue.queue_arn}])
    yield lambda: [json.loads(message.body) for message in queue.messages]
    sqs.reset()
    events.reset()


def key(version="null", **more):
    return SimpleNamespace(name="a b+ü%/x.png", version_id=version, **more)


def send(*added):
    announcements = Announcements(DETAIL_TYPES.__getitem__)
    for name, item in added:
        announcements.add(ACCOUNT, BUCKET, name, item)
    announcements.send("10.0.0.1")


def test_created(announced):
    """An object's event has the key as it is, size, ETag and version, for every target."""
    send(("s3:ObjectCreated:Put", key("v1", size=5, etag='"abc"')))
    first, second = announced()
    assert first["detail"] == second["detail"]
    assert (first["detail-type"], first["source"]) == ("Object Created", "aws.s3")
    described = first["detail"]["object"]
    assert described.pop("sequencer")
    assert described == {"key": "a b+ü%/x.png", "size": 5, "etag": "abc", "version-id": "v1"}
    assert (first["detail"]["reason"], first["detail"]["source-ip-address"]) == ("PutObject", "10.0.0.1")
    assert first["time"].endswith("Z")


def test_unversioned(announced):
    """An object of a bucket without versions has no version."""
    send(("s3:ObjectCreated:CompleteMultipartUpload", key(size=5, etag='"abc-2"')))
    detail = announced()[0]["detail"]
    assert "version-id" not in detail["object"]
    assert detail["reason"] == "CompleteMultipartUpload"


def test_sequencers_rise(announced):
    """Of two events of a key the later has the greater sequencer."""
    send(*[("s3:ObjectCreated:Put", key(size=1, etag='"a"'))] * 20)
    sequencers = [event["detail"]["object"]["sequencer"] for event in announced()][::2]
    assert sequencers == sorted(set(sequencers))


def test_deleted(announced):
    """A deletion says which kind it was, and a delete marker has no size."""
    send(("s3:ObjectRemoved:DeleteMarkerCreated", key("v2")))
    event = announced()[0]
    assert (event["detail-type"], event["detail"]["deletion-type"]) == ("Object Deleted", "Delete Marker Created")
    assert "size" not in event["detail"]["object"]


def test_unreachable_target(announced):
    """A rule whose target is gone keeps no event from the others."""
    events = events_backends[ACCOUNT][REGION]
    events.put_rule(name="broken", event_pattern=json.dumps({"source": ["aws.s3"]}))
    events.put_targets("broken", "default", [{"Id": "1", "Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:gone"}])
    send(("s3:ObjectCreated:Put", key(size=1, etag='"a"')), ("s3:ObjectCreated:Put", key(size=2, etag='"b"')))
    assert [event["detail"]["object"]["size"] for event in announced()] == [1, 1, 2, 2]
