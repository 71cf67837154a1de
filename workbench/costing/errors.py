"""What an estimate cannot be made of."""

from __future__ import annotations

from workbench.errors import USAGE, WorkbenchError


class CostError(WorkbenchError):
    """There are no measured times, or a file holds no prices."""

    exit_code = USAGE
