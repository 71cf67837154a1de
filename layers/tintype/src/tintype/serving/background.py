"""One call in a thread of its own, whose result or error is collected later."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Background(Generic[T]):
    """Start ``function`` at once."""

    def __init__(self, function: Callable[[], T]) -> None:
        self._function = function
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = self._function()
        except BaseException as error:  # noqa: BLE001 -- raised again where the result is asked for
            self._error = error

    def wait(self) -> None:
        """Wait for the end, however it is."""
        self._thread.join()

    def result(self) -> T:
        """Wait for the end; return what the function returned, or raise what it raised."""
        self.wait()
        if self._error is not None:
            raise self._error
        return self._result
