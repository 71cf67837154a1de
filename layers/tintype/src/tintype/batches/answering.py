"""The three events of the batch function: a block, the end of a run, and the tasks of S3 Batch Operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.batches import block, events, merging, operations
from tintype.observability import flush

if TYPE_CHECKING:
    from tintype.serving import Service


def answer(event: dict[str, Any], service: Service) -> dict[str, Any]:
    """Return the answer to an event.

    Raises:
        BatchEventError: it is none of the three.
        TintypeError: see ``block.run`` and ``merging.merge``.
    """
    try:
        if "invocationSchemaVersion" in event:
            return operations.answer(event, service)
        if "Merge" in event:
            return merging.merge(merging.parse(event), service)
        return block.run(events.parse(event), service)
    finally:
        flush()
