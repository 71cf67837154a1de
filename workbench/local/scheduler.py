"""EventBridge's schedules: invoke a function again and again.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
"""

import json
import logging
import time
import uuid
from collections.abc import Callable

from workbench.local.looping import Loop
from workbench.local.outcome import Outcome
from workbench.local.template.description import Description, Schedule

_logger = logging.getLogger(__name__)


class Scheduler(Loop):
    """Invokes one function at its rate until it is closed, first when the rate's time has passed once.

    Args:
        schedule: which function, how often.
        description: the template's; it knows region and account.
        invoke: runs the function on one event and waits for it.
    """

    def __init__(self, schedule: Schedule, description: Description, invoke: Callable[[bytes], Outcome]) -> None:
        super().__init__()
        self._schedule = schedule
        self._description = description
        self._invoke = invoke

    def _run(self) -> None:
        while not self._stop.wait(self._schedule.seconds):
            try:
                outcome = self._invoke(scheduled_event(self._schedule, self._description))
            except Exception:  # the pool closes before the schedulers do
                if not self._stop.is_set():
                    _logger.exception("%s could not be invoked", self._schedule.function)
            else:
                if outcome.failure is not None:
                    _logger.warning("%s failed on its schedule", self._schedule.function)


def scheduled_event(schedule: Schedule, description: Description) -> bytes:
    """Return the JSON of EventBridge's event for a schedule."""
    region, account = description.region, description.account
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": account,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "region": region,
        "resources": [f"arn:aws:events:{region}:{account}:rule/{schedule.rule}"],
        "detail": {},
    }
    return json.dumps(event).encode()
