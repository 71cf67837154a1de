"""A call that was answered (SQS) -> tintype -> what another version would have answered."""

from __future__ import annotations

import gc

gc.disable()  # nothing that a start makes is garbage, and looking for some takes a tenth of it

from typing import Any  # noqa: E402 -- see above

from tintype.serving import start, warm  # noqa: E402

SERVICE = start()

from tintype.shadows import Worker, answer  # noqa: E402

WORKER = Worker(SERVICE, SERVICE.storage(SERVICE.settings.result_bucket))
warm()
gc.freeze()
gc.enable()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Run a batch of calls by their shadows; the messages that it returns come again."""
    return answer(event, WORKER)
