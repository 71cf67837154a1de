"""Block of keys (Distributed Map) or task (S3 Batch Operations) -> tintype -> results."""

from __future__ import annotations

import gc

gc.disable()  # nothing that a start makes is garbage, and looking for some takes a tenth of it

from typing import Any  # noqa: E402 -- see above

from tintype.serving import start, warm  # noqa: E402

SERVICE = start()  # first: the models are on their way while the rest is imported

from tintype.batches import answer  # noqa: E402

warm()
gc.freeze()
gc.enable()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer a block, a task, or the end of a run; what may work later raises, and is tried again."""
    return answer(event, SERVICE)
