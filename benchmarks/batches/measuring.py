"""From a released model and its images to what each way of answering them costs."""

from __future__ import annotations

import json
import subprocess
from base64 import b64encode
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import boto3

from benchmarks.emulator import LAMBDA_VARIABLES
from benchmarks.folders import WORK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.contestants import Contestant
    from benchmarks.models import Published
    from benchmarks.storage import Storage, Storages

BARE, BLOCK, ONES, CALLS = "bare", "block", "blocks_of_one", "calls"
_ONES = 10  # blocks of one image, in a round
_TIMED = Path(__file__).with_name("timed.py")
_KEYS = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}


class Way(NamedTuple):
    """What answering every image in one way costs.

    Attributes:
        per_second: images, the median.
        cpu: milliseconds of processor time for an image, of all threads, the median.
        ratio: processor time by that of the bare loop in the same round, the median of the quotients.
        images: in a round.
        rounds: how many were counted.
    """

    per_second: float
    cpu: float
    ratio: float
    images: int
    rounds: int


def measure(
    ours: Contestant, model: Published, storages: Storages, images: Sequence[bytes], kind: str, rounds: int
) -> dict[str, Way]:
    """Answer the images in each way in turn, ``rounds`` times, from an S3 as on AWS."""
    asked, times = WORK / "batches.asked.json", WORK / "batches.times.json"
    asked.write_text(json.dumps(_asked(model, storages.loopback, images, kind)), encoding="utf-8")
    path = ":".join(map(str, ours.path))
    variables = {**LAMBDA_VARIABLES, **storages.remote.variables, **ours.variables(model), "PYTHONPATH": path}
    command = [str(ours.python), "-P", str(_TIMED), str(asked), str(rounds), str(times)]
    subprocess.run(command, check=True, env=variables, cwd=ours.path[0], stdout=subprocess.DEVNULL)
    found: dict[str, list[tuple[float, float]]] = json.loads(times.read_bytes())
    numbers = dict.fromkeys(found, len(images)) | {ONES: _ONES}
    bare = [cpu / len(images) for _, cpu in found[BARE]]
    return {way: _figures(measured, bare, numbers[way]) for way, measured in found.items()}


def _asked(model: Published, storage: Storage, images: Sequence[bytes], kind: str) -> dict[str, Any]:
    """Put the images in a bucket; return what the measuring process has to know."""
    client = boto3.client("s3", endpoint_url=storage.variables["AWS_ENDPOINT_URL"], **_KEYS)
    bucket, out = f"{model.name}-images", f"{model.name}-results"
    for name in (bucket, out):
        client.create_bucket(Bucket=name)
    for number, image in enumerate(images):
        client.put_object(Bucket=bucket, Key=f"in/{number:05}", Body=image)
    listed = client.list_objects_v2(Bucket=bucket)["Contents"]
    items = [{"Key": item["Key"], "Etag": item["ETag"], "Size": item["Size"]} for item in listed]
    event: Mapping[str, Any] = json.loads(model.event)
    calls = [{**event, "headers": {"Content-Type": kind}, "body": b64encode(image).decode()} for image in images]
    return {"items": items, "calls": calls, "model": model.name, "bucket": bucket, "out": out, "ones": _ONES}


def _figures(measured: list[tuple[float, float]], bare: list[float], images: int) -> Way:
    return Way(
        median(images / wall * 1000 for wall, _ in measured),
        median(cpu / images for _, cpu in measured),
        median(cpu / images / beside for (_, cpu), beside in zip(measured, bare, strict=True)),
        images,
        len(measured),
    )
