"""EventBridge's schedules."""

import json
import threading
import time

from workbench.local.outcome import Failure, Outcome
from workbench.local.scheduler import Scheduler, scheduled_event
from workbench.local.template.description import Description, Schedule

DESCRIPTION = Description("stack", "123456789012", "us-east-1", {}, None, {}, {}, (), ())


def test_it_invokes_again_and_again():
    """The function is invoked at its rate, also after it failed or could not be invoked."""
    outcomes = iter([Outcome(b"", Failure.UNHANDLED), None, Outcome(b"{}")])
    events, done = [], threading.Event()

    def invoke(payload):
        events.append(payload)
        outcome = next(outcomes, None)
        if len(events) >= 4:
            done.set()
        if outcome is None:
            raise RuntimeError
        return outcome

    scheduler = Scheduler(Schedule("Judge", "stack-Judge-Often", 0.01), DESCRIPTION, invoke)
    scheduler.start()
    assert done.wait(10)
    scheduler.close()
    count = len(events)
    time.sleep(0.05)
    assert len(events) == count


def test_event():
    """The event has EventBridge's shape."""
    event = json.loads(scheduled_event(Schedule("Judge", "stack-Judge-Often", 60), DESCRIPTION))
    assert event["detail-type"] == "Scheduled Event"
    assert event["resources"] == ["arn:aws:events:us-east-1:123456789012:rule/stack-Judge-Often"]
    assert event.keys() == {
        "version",
        "id",
        "detail-type",
        "source",
        "account",
        "time",
        "region",
        "resources",
        "detail",
    }
