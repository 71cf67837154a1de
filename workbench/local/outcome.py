"""What one invoke came to, in Lambda's words rather than the emulator's."""

import enum
import json
from dataclasses import dataclass

# Lambda's limits for synchronous invokes.
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
MAX_REQUEST_BYTES = 6_291_456
MAX_RESPONSE_BYTES = 6_291_556

_OK = 200
_EXCEPTION_KEYS = {"errorMessage", "errorType", "requestId", "stackTrace"}


class Failure(enum.Enum):
    """Why an invoke has no answer; the value is what Lambda calls it."""

    UNHANDLED = "Unhandled"
    TIMEOUT = "Sandbox.Timedout"
    EXIT = "Runtime.ExitError"
    RESPONSE_TOO_LARGE = "Function.ResponseSizeTooLarge"


@dataclass(frozen=True)
class Outcome:
    """The payload of an answer, or of the error document that Lambda gives in its place."""

    payload: bytes
    failure: Failure | None = None


def error_outcome(failure: Failure, message: str) -> Outcome:
    """Make the outcome whose payload is Lambda's error document."""
    return Outcome(json.dumps({"errorType": failure.value, "errorMessage": message}).encode(), failure)


def read_reply(status: int, body: bytes) -> Outcome:
    """Tell what the emulator's reply means.

    It answers 200 to exceptions and timeouts as well, and 502 to a crash or an answer too large.
    """
    if status != _OK:
        too_large = Failure.RESPONSE_TOO_LARGE.value.encode() in body[:200]
        return Outcome(body, Failure.RESPONSE_TOO_LARGE if too_large else Failure.EXIT)
    if body.startswith(b"Task timed out after "):
        return error_outcome(Failure.TIMEOUT, body.decode())
    if _is_exception(body):
        return Outcome(body, Failure.UNHANDLED)
    return Outcome(body)


def _is_exception(body: bytes) -> bool:
    # The emulator drops Lambda's X-Amz-Function-Error header, so the runtime's own document has to tell.
    if b'"errorType"' not in body or not body.startswith(b"{"):
        return False
    try:
        document = json.loads(body)
    except ValueError:
        return False
    return isinstance(document, dict) and {"errorMessage", "errorType"} <= document.keys() <= _EXCEPTION_KEYS
