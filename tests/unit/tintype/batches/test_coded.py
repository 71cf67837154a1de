from __future__ import annotations

import json

import pytest

from tests.models.published import png, release
from tintype.batches.block import run
from tintype.batches.operations import answer
from tintype.images.container import pack, unpack
from tintype.serving.pipeline import predict
from tintype.tasks import Parameters

pytestmark = pytest.mark.usefixtures("coarse_codec")
PICTURE = png(20, 20, (255, 0, 10))


@pytest.fixture
def file(bucket, service, clock):
    """A file that version 1 wrote, when version 2 is live."""
    release(bucket, "coder")
    file = predict(service.model("coder").model, PICTURE, Parameters(), 1000).body
    release(bucket, "coder", files={"tables": b"coarse 7"})
    clock.pass_by(60)
    return file


def test_block(file, service, put, block, read, results):
    """In a block each file is answered by the version that wrote it; one that has none left is a failed line."""
    coded = unpack(file, 1000)
    lost = pack(coded._replace(writer=coded.writer._replace(version=9, digest=b"x" * 32)))
    asked = block(put("a.tint", file), put("b.png", PICTURE), put("c.tint", lost), put("d.tint", file[:-1]))
    said = run(asked._replace(asked=asked.asked._replace(model="coder")), service)
    lines = read(said["object"])
    assert [line.get("version") for line in lines] == [1, 2, 2, 1]
    assert [line["status"] for line in lines] == ["done", "done", "failed", "failed"]
    assert said["errors"] == {"WriterNotFoundError": 1, "TruncatedImageError": 1}
    made = [line["result"]["output"]["key"] for line in lines[:2]]
    assert [key.rpartition(".")[2] for key in made] == ["png", "tint"]
    assert unpack(results.get(made[1]).body, 1000).writer.version == 2


def test_operations(file, service, images):
    """A task of S3 Batch Operations is answered by the file's writer, too."""
    images.put("a.tint", file)
    task = {"taskId": "1", "s3Key": "a.tint", "s3Bucket": images.name}
    event = {"invocationSchemaVersion": "2.0", "invocationId": "i", "tasks": [task]}
    (found,) = answer(event | {"job": {"userArguments": {"model": "coder"}}}, service)["results"]
    assert (found["resultCode"], json.loads(found["resultString"])["version"]) == ("Succeeded", 1)
