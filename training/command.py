"""What the commands that train an example have in common."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tintype.errors import TintypeError
from training.quiet import native_chatter_dropped

if TYPE_CHECKING:
    from collections.abc import Callable


def exit_code(run: Callable[[], object]) -> int:
    """Run without TensorFlow's chatter; return 0, or 1 after printing an error that was raised on purpose."""
    try:
        with native_chatter_dropped():
            run()
    except TintypeError as error:
        print(error, file=sys.stderr)  # noqa: T201 -- a command's message
        return 1
    return 0
