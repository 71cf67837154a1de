"""The items of a Distributed Map: S3's listing, or a manifest's rows.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
"""

import csv
import json
from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from workbench.local.states.paths import fill

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def read_items(reader: Mapping[str, Any], data: Any, s3: "S3Client") -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Yield the items that an ItemReader reads.

    Raises:
        ValueError: it reads in another way than batches.asl.json does.
    """
    place = fill(reader["Parameters"], data)
    action, kind = reader["Resource"].rpartition(":")[2], reader.get("ReaderConfig", {}).get("InputType")
    if action == "listObjectsV2":
        return _listed(s3, place["Bucket"], place["Prefix"])
    text = s3.get_object(**place)["Body"].read().decode()
    if kind == "CSV":
        return iter(csv.DictReader(StringIO(text)))
    if kind == "JSONL":
        return (json.loads(line) for line in text.splitlines() if line)
    message = f"expected a listing, CSV or JSONL, received {kind}: the local stack interprets no others"
    raise ValueError(message)


def _listed(s3: "S3Client", bucket: str, prefix: str) -> Iterator[dict[str, Any]]:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for found in page.get("Contents", []):
            item = {"Etag": found["ETag"], "Key": found["Key"], "Size": found["Size"]}
            yield item | {"LastModified": int(found["LastModified"].timestamp()), "StorageClass": "STANDARD"}


def batches(items: Iterator[dict[str, Any]], batcher: Mapping[str, Any], data: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Yield the inputs of the children that an ItemBatcher makes."""
    said = fill(batcher.get("BatchInput", {}), data)
    while block := list(islice(items, batcher["MaxItemsPerBatch"])):
        yield {"Items": block, "BatchInput": said}
