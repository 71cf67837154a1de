"""What can go wrong before two versions are compared, and the gate's own no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.gate.bounds import Bound

REFUSED = 5


class GateError(WorkbenchError):
    """There is nothing to compare, or nothing to compare it on."""

    status = 400


class GateRefusedError(WorkbenchError):
    """A version breaks bounds of the policy, and must not go live unless it is forced to."""

    status = 409
    exit_code = REFUSED

    def __init__(self, what: str, broken: Sequence[Bound]) -> None:
        found = "; ".join(f"{bound.name} {bound.found} (asked: {bound.asked})" for bound in broken)
        mend = f"{broken[0].mend} --force promotes it all the same, and the history keeps that."
        super().__init__(f"{what} to keep the policy's bounds", found, mend)
