"""S3 event (EventBridge -> SQS) -> tintype -> result object."""

from __future__ import annotations

import gc

gc.disable()  # nothing that a start makes is garbage, and looking for some takes a tenth of it

from typing import Any  # noqa: E402 -- see above

from tintype.serving import start, warm  # noqa: E402

SERVICE = start()  # first: the models are on their way while the rest is imported

from tintype.sqs import Queues  # noqa: E402
from tintype.uploads import Crew, Failures, Worker, answer, connect  # noqa: E402

CREW = Crew(Worker(SERVICE, *connect(SERVICE.settings)))
FAILURES = Failures(Queues.from_environment(), SERVICE.settings)
warm()
gc.freeze()
gc.enable()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer a batch of uploads; the messages that it returns come again."""
    return answer(event, CREW, FAILURES)
