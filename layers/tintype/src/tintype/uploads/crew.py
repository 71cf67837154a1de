"""Several uploads at once: while one image is decoded and run, others are read and their answers written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.uploads.room import Room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tintype.uploads.events import Upload
    from tintype.uploads.worker import Worker

    Turns = list[tuple[int, Upload]]
    """Uploads that have to wait for each other, with their places in the batch."""

MOST_WORKERS = 10  # as many as a batch of the template has messages
MOST_BYTES = 67_108_864  # of images that are read and not yet answered, as far as the events say sizes


class Crew:
    """A worker and its twins, which are made when they are needed and kept.

    Args:
        worker: the first.
    """

    def __init__(self, worker: Worker) -> None:
        self._workers = [worker]
        self._room = Room(MOST_BYTES)

    def close(self) -> None:
        """Close all connections; the next batch opens others."""
        for worker in self._workers:
            worker.close()

    def process(self, uploads: Sequence[Upload]) -> list[Exception | None]:
        """Answer uploads; return what went wrong with each, in their order.

        Uploads of one key wait for each other; others are answered at the same time.
        """
        problems: list[Exception | None] = [None] * len(uploads)
        groups = _by_key(uploads)
        try:
            if len(groups) > 1:
                self._at_once(groups, problems)
            else:
                for turns in groups:
                    self._one_after_the_other(self._workers[0], turns, problems)
        finally:
            self._workers[0].models.forget()
        return problems

    def _at_once(self, groups: list[Turns], problems: list[Exception | None]) -> None:
        from concurrent.futures import ThreadPoolExecutor  # for several uploads alone
        from queue import SimpleQueue

        number = min(MOST_WORKERS, len(groups))
        self._workers += [self._workers[0].twin() for _ in range(number - len(self._workers))]
        idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers[:number]:
            idle.put(worker)

        def work(turns: Turns) -> None:
            worker = idle.get()
            self._one_after_the_other(worker, turns, problems)
            idle.put(worker)

        with ThreadPoolExecutor(number, thread_name_prefix="uploads") as pool:
            list(pool.map(work, groups))

    def _one_after_the_other(self, worker: Worker, turns: Turns, problems: list[Exception | None]) -> None:
        for place, upload in turns:
            with self._room.taken(upload.size):
                try:
                    worker.process(upload)
                except Exception as error:  # noqa: BLE001 -- also what is ours to mend ends in the dead-letter queue
                    problems[place] = error


def _by_key(uploads: Sequence[Upload]) -> list[Turns]:
    groups: dict[tuple[str, str], Turns] = {}
    for place, upload in enumerate(uploads):
        groups.setdefault((upload.bucket, upload.key), []).append((place, upload))
    return list(groups.values())
