"""What can go wrong in the workbench, for the person at the keyboard to mend."""

from __future__ import annotations

from tintype.errors import TintypeError

FAILED = 1
USAGE = 2
NOWHERE = 3
NOT_FOUND = 4


class WorkbenchError(TintypeError):
    """The root: expected, received, and how to mend it; ``exit_code`` is the command's."""

    exit_code = FAILED

    def __init__(self, expected: str, received: str, mend: str) -> None:
        self.found = f"Expected {expected}, received {received}."
        self.mend = mend
        super().__init__(f"{self.found} {mend}")


class ContextError(WorkbenchError):
    """There is nothing to work with: no stack that runs, no credentials, no region, no such deployment."""

    exit_code = NOWHERE
