"""A thread that does something again and again until it is told to stop."""

import threading
from abc import ABC, abstractmethod


class Loop(ABC):
    """What feeds a function for as long as the stack runs."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Begin nothing more; what is under way goes on."""
        self._stop.set()

    def close(self) -> None:
        """Wait for what is under way."""
        self.stop()
        self._thread.join()

    @abstractmethod
    def _run(self) -> None:
        """Do it until ``_stop`` is set."""
