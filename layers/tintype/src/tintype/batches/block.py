"""One block: what earlier runs answered is looked up, the rest is read ahead, run, and written as one object."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.batches import known, lines
from tintype.batches.fetching import CONNECTIONS, fetched
from tintype.batches.naming import block_key
from tintype.errors import BatchBucketError, RequestError
from tintype.observability import count, logger, milliseconds, stale
from tintype.s3.once import write_once
from tintype.serving.authorship import author

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tintype.batches.events import Block, Item
    from tintype.batches.known import Known, Line
    from tintype.s3 import Bucket
    from tintype.serving import Service
    from tintype.serving.model import Model
    from tintype.serving.resolved import Resolved


class _Answered(NamedTuple):
    """A block's lines, those of them that are new, and whether nothing had to be written."""

    lines: list[Line]
    made: list[Line]
    found: bool


def run(block: Block, service: Service) -> dict[str, Any]:
    """Answer a block's images, as far as no earlier run did, and return what came out.

    Returns:
        ``lines.summary`` with ``read`` (images that no earlier run had answered), ``seconds`` of work, ``object`` (the
        results' key) and ``found`` (it was there, and says all).

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
    answered = _found_or_made(service.storage(block.out_bucket), key, block, resolved)
    seconds = time.perf_counter() - started
    said = {
        **lines.summary(answered.lines),
        "read": len(answered.made),
        "seconds": round(seconds, 3),
        "object": key,
        "found": answered.found,
    }
    _record(said, answered.made, seconds)
    return said


def _found_or_made(results: Bucket, key: str, block: Block, resolved: Resolved) -> _Answered:
    own = known.standing(results, key)
    there = known.kept(own.lines)
    if not own.etag and block.items:
        there = known.around(results, block, key[: key.rindex("/") + 1])
    missing = [item for item in block.items if known.named(item) not in there]
    made = _made(missing, block, resolved)
    every = _in_order(block.items, there, made)
    if own.etag and every == own.lines:
        return _Answered(every, made, found=True)
    other = write_once(results, key, lines.encode(every), "application/jsonl", own.etag)
    if other:  # the same block was answered by another child meanwhile
        return _Answered(lines.decode(other.body), made, found=True)
    return _Answered(every, made, found=False)


def _made(items: Sequence[Item], block: Block, resolved: Resolved) -> list[Line]:
    service, settings = resolved.service, resolved.service.settings
    results = service.storage(block.out_bucket)
    connections = service.storages(block.bucket, CONNECTIONS)
    with fetched(connections, items, settings.max_upload_bytes) as images:
        return [
            lines.line(item, *_answering(resolved, image), block, results, settings.max_pixels)
            for item, image in images
        ]


def _answering(resolved: Resolved, image: bytes | RequestError) -> tuple[bytes | RequestError, Model]:
    """Return an image, or why it has no answer, and what answers it.

    For each is asked anew, as there may be room for one version alone in memory.
    """
    served = resolved.served(None if isinstance(image, RequestError) else lambda: image)
    if isinstance(image, RequestError):
        return image, served.model
    try:
        return image, author(resolved.service, served, image).model
    except RequestError as error:
        return error, served.model


def _in_order(items: Sequence[Item], there: Known, made: list[Line]) -> list[Line]:
    new = iter(made)
    return [there.get(known.named(item)) or next(new) for item in items]


def _record(said: dict[str, Any], made: list[Line], seconds: float) -> None:
    if made:
        count("BatchImages", len(made))
        count("FailedBatchImages", sum("error" in line for line in made))
        milliseconds("BatchBlockDuration", seconds)
    logger.info("block", **{name: value for name, value in said.items() if name != "labels"})
