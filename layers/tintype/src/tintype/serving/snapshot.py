"""What must happen around a SnapStart snapshot.

https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-python.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def register(before: Callable[[], None], after: Callable[[], None]) -> None:
    """Call ``before`` when the snapshot is taken and ``after`` when a container starts from it."""
    import snapshot_restore_py  # part of Lambda's Python runtime

    snapshot_restore_py.register_before_snapshot(before)
    snapshot_restore_py.register_after_restore(after)
