"""`tintype redrive`: says what lies among the dead letters and why, and puts it back into the queue it came from."""

from __future__ import annotations

import time
from collections import Counter
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.exceptions import ClientError

from workbench import printing
from workbench.errors import ContextError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef
    from rich.table import Table

    from workbench.context import Context

UPLOADS, SHADOWS = "uploads", "shadows"
KINDS = {UPLOADS: ("UploadQueue", "UploadDeadLetterQueue"), SHADOWS: ("ShadowQueue", "ShadowDeadLetterQueue")}
UNKNOWN = "unknown"
_MENDS = {
    UPLOADS: "Deploy it by `tintype deploy`.",
    SHADOWS: "Deploy it with ShadowTraffic=On, or leave --queue shadows out.",
}
_ERROR_NAMES = ("error", "ERROR_CODE")  # the function's; EventBridge's, of what it could not deliver
_HIDDEN_SECONDS = 300
_WAIT_SECONDS = 2  # SQS asks only some of its servers when it need not wait


class Queues(NamedTuple):
    """A queue and that of its dead letters, by their URLs."""

    sqs: SQSClient
    source: str
    dead: str


class Outcome(NamedTuple):
    """How many messages there were by error, and how many of them were put back."""

    found: Counter[str]
    moved: Counter[str]


def redrive(found: Queues, error: str | None = None, *, only_list: bool = False, as_json: bool = False) -> None:
    """Put dead letters back, or only list them.

    Args:
        found: the queues.
        error: put back only the messages with this error; None takes all.
        only_list: put back none.
        as_json: print JSON for scripts.

    Raises:
        BotoCoreError, ClientError: SQS refused, or did not answer.
    """
    outcome = put_back(found, lambda name: not only_list and error in (None, name))
    document = {"dead_letters": dict(outcome.found), "put_back": dict(outcome.moved)}
    printing.show(document, lambda: _table(outcome), as_json=as_json)


def find_queues(context: Context, kind: str = UPLOADS) -> Queues:
    """Return the queues of a deployment.

    Args:
        context: the deployment.
        kind: one of ``KINDS``.

    Raises:
        ContextError: it has no such queues.
    """
    urls = (_url(context, name, kind) for name in KINDS[kind])
    return Queues(context.session.client("sqs"), *urls)


def _url(context: Context, name: str, kind: str) -> str:
    try:
        return context.queue(name)
    except ClientError as error:
        found = f"{context.where} has no {name}"
        raise ContextError(f"a deployment with a queue of {kind}", found, _MENDS[kind]) from error


def put_back(queues: Queues, is_wanted: Callable[[str], bool]) -> Outcome:
    """Send each wanted message to the queue it came from, then delete it here: interrupted, it is twice, never lost.

    An upload whose message comes twice has one document all the same. What becomes a dead letter again while this runs
    stays one, so that what fails at once does not go round for ever.

    Args:
        queues: where from and where to.
        is_wanted: says for an error's name whether its messages are put back.

    Raises:
        BotoCoreError, ClientError: SQS refused, or did not answer.
    """
    outcome = Outcome(Counter(), Counter())
    hidden: dict[str, MessageTypeDef] = {}
    try:
        for letter in _letters(queues, hidden):
            name = error_of(letter)
            outcome.found[name] += 1
            if is_wanted(name):
                queues.sqs.send_message(QueueUrl=queues.source, MessageBody=letter["Body"])
                queues.sqs.delete_message(QueueUrl=queues.dead, ReceiptHandle=letter["ReceiptHandle"])
                outcome.moved[name] += 1
                del hidden[letter["MessageId"]]
    finally:
        for letter in hidden.values():
            _show(queues, letter)
    return outcome


def error_of(letter: MessageTypeDef) -> str:
    """Return the error's name, or "unknown" where the queue's own policy moved the message."""
    beside = letter.get("MessageAttributes", {})
    found = (beside[name]["StringValue"] for name in _ERROR_NAMES if name in beside)
    return next(found, UNKNOWN)


def _letters(queues: Queues, hidden: dict[str, MessageTypeDef]) -> Iterator[MessageTypeDef]:
    """Give each message once, but not those that came back since this began; ``hidden`` gets all that are received."""
    began = None
    seen: set[str] = set()
    bodies: set[str] = set()
    while True:
        answer = _receive(queues)
        began = began or _moment(answer)
        received = {letter["MessageId"]: letter for letter in answer.get("Messages", [])}
        hidden.update(received)
        fresh = [letter for number, letter in received.items() if number not in seen]
        if not fresh:
            return
        seen.update(received)
        for letter in fresh:
            is_new = int(letter["Attributes"]["SentTimestamp"]) >= began * 1000
            if not (is_new and letter["Body"] in bodies):
                bodies.add(letter["Body"])
                yield letter


def _receive(queues: Queues) -> Any:  # noqa: ANN401 -- boto3's own type differs between versions
    return queues.sqs.receive_message(
        QueueUrl=queues.dead,
        MaxNumberOfMessages=10,
        VisibilityTimeout=_HIDDEN_SECONDS,
        WaitTimeSeconds=_WAIT_SECONDS,
        MessageAttributeNames=["All"],
        MessageSystemAttributeNames=["SentTimestamp"],
    )


def _moment(answer: Any) -> float:  # noqa: ANN401
    """Return when SQS answered, by its own clock in whole seconds; by this machine's where it does not say."""
    date = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
    return parsedate_to_datetime(date).timestamp() if date else time.time()


def _show(queues: Queues, letter: MessageTypeDef) -> None:
    queues.sqs.change_message_visibility(
        QueueUrl=queues.dead, ReceiptHandle=letter["ReceiptHandle"], VisibilityTimeout=0
    )


def _table(outcome: Outcome) -> Table | str:
    if not outcome.found:
        return "no dead letters"
    table = printing.columns("error", "dead letters", "put back", numbers=["dead letters", "put back"])
    for name, number in outcome.found.most_common():
        table.add_row(name, f"{number:,}", f"{outcome.moved[name]:,}")
    table.add_row("all", f"{outcome.found.total():,}", f"{outcome.moved.total():,}")
    return table
