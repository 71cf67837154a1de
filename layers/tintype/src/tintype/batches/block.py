"""One block: images read ahead, run one after the other, and written as one object."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tintype.batches import lines
from tintype.batches.fetching import fetched
from tintype.batches.naming import block_key
from tintype.errors import BatchBucketError, ObjectNotFoundError, PreconditionFailedError, RequestError
from tintype.observability import count, logger, milliseconds, stale

if TYPE_CHECKING:
    from tintype.batches.events import Block
    from tintype.s3 import Bucket
    from tintype.serving import Service
    from tintype.serving.model import Model
    from tintype.serving.service import Resolved


def run(block: Block, service: Service) -> dict[str, Any]:
    """Answer a block's images, unless that was done before, and return what came out.

    Returns:
        ``lines.summary`` with ``seconds`` of work, ``object`` (the results' key) and ``found`` (done before).

    Raises:
        BatchBucketError: results would be uploads.
        NotFoundError, RegistryError: the model cannot be had.
        StorageError: S3 did not answer, or refuses; there is no result then, and the block may be tried again.
    """
    if block.out_bucket == service.settings.upload_bucket:
        raise BatchBucketError(block.out_bucket)
    started = time.perf_counter()
    resolved = service.resolve(block.asked.model, block.asked.version, block.asked.label)
    parts = resolved.each()
    stale(block.asked.model, next((served.problem for served, _ in parts if served.problem), ""))
    key = block_key(block, [(served.model.manifest, share) for served, share in parts])
    done, found = _found_or_made(service.storage(block.out_bucket), key, block, resolved)
    seconds = time.perf_counter() - started
    said = {**lines.summary(done), "seconds": round(seconds, 3), "object": key, "found": found}
    _record(said, seconds)
    return said


def _found_or_made(results: Bucket, key: str, block: Block, resolved: Resolved) -> tuple[list[dict[str, Any]], bool]:
    try:
        return lines.decode(results.get(key).body), True
    except ObjectNotFoundError:
        made = _made(block, resolved)
    try:
        results.put(key, lines.encode(made), content_type="application/jsonl", if_absent=True)
    except PreconditionFailedError:  # the same block was answered by another child meanwhile
        return lines.decode(results.get(key).body), True
    return made, False


def _made(block: Block, resolved: Resolved) -> list[dict[str, Any]]:
    service, settings, top = resolved.service, resolved.service.settings, block.asked.top
    with fetched(service.storage(block.bucket), block.items, settings.max_upload_bytes) as images:
        return [
            lines.line(item.key, image, _model(resolved, image), top, settings.max_pixels) for item, image in images
        ]


def _model(resolved: Resolved, image: bytes | RequestError) -> Model:
    """Return what answers an image; for each is asked anew, as there may be room for one version alone in memory."""
    return resolved.served(None if isinstance(image, RequestError) else lambda: image).model


def _record(said: dict[str, Any], seconds: float) -> None:
    if not said["found"]:
        count("BatchImages", said["count"])
        count("FailedBatchImages", said["failed"])
        milliseconds("BatchBlockDuration", seconds)
    logger.info("block", **{name: value for name, value in said.items() if name != "labels"})
