"""The end of a run: the blocks' summaries become one, beside the results.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.batches.events import folder, reading
from tintype.batches.naming import SUMMARY
from tintype.batches.pricing import cost
from tintype.errors import BatchBucketError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tintype.s3 import Bucket
    from tintype.serving import Service

UNANSWERED = "UnansweredBlock"
"""The kind of error of images whose block failed as a whole, after all tries."""


class Merge(NamedTuple):
    """Where the run's manifest lies, and where the summary goes."""

    bucket: str
    manifest: str
    out_bucket: str
    out_prefix: str


def parse(event: Mapping[str, Any]) -> Merge:
    """Read ``{"Merge": {"ResultWriterDetails": {"Bucket": …, "Key": …}, …}, "output": {"bucket": …, "prefix": …}}``.

    Raises:
        BatchEventError: it is something else.
    """
    with reading():
        details, output = event["Merge"]["ResultWriterDetails"], event["output"]
        return Merge(details["Bucket"], details["Key"], output["bucket"], folder(output.get("prefix", "")))


def merge(asked: Merge, service: Service) -> dict[str, Any]:
    """Write ``<prefix>summary.json`` and return it.

    Returns:
        ``count``, ``done``, ``failed``, ``errors`` by kind, ``labels`` (a histogram), ``read`` (images that no earlier
        run had answered), ``blocks``, ``found`` (those that an earlier run had done), ``seconds`` (of work, all blocks
        together), ``cost`` (see ``pricing.cost``).

    Raises:
        BatchBucketError: the summary would be an upload.
        StorageError: S3 did not answer, or refuses.
    """
    if asked.out_bucket == service.settings.upload_bucket:
        raise BatchBucketError(asked.out_bucket)
    written = service.storage(asked.bucket)
    files = json.loads(written.get(asked.manifest).body)["ResultFiles"]
    blocks = [json.loads(child["Output"]) for child in _children(written, files.get("SUCCEEDED", ()))]
    lost = [_keys(child) for kind in ("FAILED", "PENDING") for child in _children(written, files.get(kind, ()))]
    total = _total(blocks, lost)
    body = json.dumps(total, ensure_ascii=False, indent=1).encode()
    service.storage(asked.out_bucket).put(f"{asked.out_prefix}{SUMMARY}", body, content_type="application/json")
    return total


def _children(bucket: Bucket, files: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for file in files:
        yield from json.loads(bucket.get(file["Key"]).body)


def _keys(child: dict[str, Any]) -> int:
    return len(json.loads(child["Input"])["Items"])


def _total(blocks: list[dict[str, Any]], lost: list[int]) -> dict[str, Any]:
    sums = {name: sum(block[name] for block in blocks) for name in ("count", "done", "failed", "read", "seconds")}
    errors, labels = _added(blocks, "errors"), _added(blocks, "labels")
    errors.update({UNANSWERED: sum(lost)} if lost else {})
    found, number = sum(block["found"] for block in blocks), len(blocks) + len(lost)
    return {
        "count": sums["count"] + sum(lost),
        "done": sums["done"],
        "failed": sums["failed"] + sum(lost),
        "errors": dict(errors.most_common()),
        "labels": dict(labels.most_common()),
        "read": sums["read"],
        "blocks": number,
        "found": found,
        "seconds": round(sums["seconds"], 3),
        "cost": cost(sums["seconds"], blocks=number, images=sums["read"], written=len(blocks) - found),
    }


def _added(blocks: list[dict[str, Any]], name: str) -> Counter[str]:
    added: Counter[str] = Counter()
    for block in blocks:
        added.update(block[name])
    return added
