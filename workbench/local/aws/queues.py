"""Make moto's queues safe for threads and restarts.

moto rebuilds a queue's list while it deletes from it, so that a message sent at that moment is lost, and two
receivers at once can get the same one. Here each step holds the queue's own lock; a waiting receiver
lets go of it.
"""

import functools
from collections.abc import Callable
from typing import Any

from moto.sqs.models import Queue, SQSBackend

from workbench.local.aws.messages import MessageJournal


def install(journal: MessageJournal) -> None:
    """Replace the methods that change queues, in this process, once."""
    SQSBackend.create_queue = _restoring(SQSBackend.create_queue, journal)
    SQSBackend.receive_message = _receiving(SQSBackend.receive_message, journal)
    SQSBackend.purge_queue = _emptying(SQSBackend.purge_queue, journal)
    SQSBackend.delete_queue = _emptying(SQSBackend.delete_queue, journal)
    SQSBackend.change_message_visibility = _locked(SQSBackend.change_message_visibility)
    Queue.add_message = _adding(Queue.add_message, journal)
    Queue.delete_message = _deleting(journal)


def _restoring(original: Callable[..., Any], journal: MessageJournal) -> Callable[..., Any]:
    @functools.wraps(original)
    def create_queue(self: Any, name: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        is_new = name not in self.queues
        queue = original(self, name, *args, **kwargs)
        if is_new:
            queue._messages.extend(journal.load(name))  # noqa: SLF001
        return queue

    return create_queue


def _receiving(original: Callable[..., Any], journal: MessageJournal) -> Callable[..., Any]:
    @functools.wraps(original)
    def receive_message(self: Any, queue_name: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        queue = self.get_queue(queue_name)
        with queue._messages_lock:  # noqa: SLF001
            received = original(self, queue_name, *args, **kwargs)
            ids = {message.id for message in received}  # of copies, without attributes nobody asked for
            for message in queue._messages:  # noqa: SLF001
                if message.id in ids:
                    journal.save(queue_name, message)
            return received

    return receive_message


def _emptying(original: Callable[..., Any], journal: MessageJournal) -> Callable[..., Any]:
    @functools.wraps(original)
    def method(self: Any, queue_name: str) -> Any:  # noqa: ANN401
        queue = self.get_queue(queue_name)
        with queue._messages_lock:  # noqa: SLF001
            ids = [message.id for message in queue._messages]  # noqa: SLF001
            answer = original(self, queue_name)
            for message_id in ids:
                journal.remove(message_id)
            return answer

    return method


def _locked(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def method(self: Any, queue_name: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        with self.get_queue(queue_name)._messages_lock:  # noqa: SLF001
            return original(self, queue_name, *args, **kwargs)

    return method


def _adding(original: Callable[..., Any], journal: MessageJournal) -> Callable[..., Any]:
    @functools.wraps(original)
    def add_message(self: Any, message: Any) -> None:  # noqa: ANN401
        journal.save(self.name, message)
        original(self, message)

    return add_message


def _deleting(journal: MessageJournal) -> Callable[..., Any]:
    def delete_message(self: Any, receipt_handle: str) -> None:  # noqa: ANN401
        # AWS also accepts the handle of a message that is gone already, so an unknown handle is no error.
        with self._messages_lock:
            for message in [item for item in self._messages if item.had_receipt_handle(receipt_handle)]:
                self._messages.remove(message)
                self.pending_messages.discard(message)
                journal.remove(message.id)

    return delete_message
